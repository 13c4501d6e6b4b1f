"""What was put into a text is known as such until it is said."""

from hypothesis import given
from hypothesis import strategies as st

from flows import Library, Meaning, advance, begin
from flows.marked import Part, marked, parts, plain, tongue, value
from flows.outcome import Prompt

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ONE = st.builds(Part, WORDS.filter(bool)) | st.builds(
    Part, WORDS.filter(bool), value=st.sampled_from(["digits", "date", "text"])
)


def test_a_prompt_knows_its_values():
    text = f"I have {value('5 5 5, 0 1 0', 'phone')}. Is that right?"
    prompt = Prompt.of(text, "en", "a.b")
    assert prompt.text == "I have 5 5 5, 0 1 0. Is that right?"
    assert prompt.parts == (
        Part("I have "),
        Part("5 5 5, 0 1 0", "phone"),
        Part(". Is that right?"),
    )
    assert prompt.marked == text
    assert Prompt.of("Is that right?", "en", "a.b").parts == ()


def test_words_of_another_language_are_known():
    found = parts(f"For {tongue('中文', 'zh')}, press 2.")
    assert found == (Part("For "), Part("中文", language="zh"), Part(", press 2."))


@given(st.text())
def test_no_text_breaks_a_value(text):
    found = value(text, "digits")
    assert plain(found) == "".join(part.text for part in parts(found))
    assert not set("\ue000\ue001\ue002") & set(plain(found))
    assert len(parts(found)) <= 1


@given(st.lists(ONE, max_size=6))
def test_marks_come_back(found):
    text = marked(tuple(found))
    assert plain(text) == "".join(part.text for part in parts(text))
    assert marked(parts(text)) == text


def test_a_language_is_offered_in_its_own_words():
    library = Library.load()
    state = advance(library, begin(library, "voice", "en", ""), Meaning("start")).state
    state = advance(library, state, Meaning("answer", command="language")).state
    for _ in range(2):
        outcome = advance(library, state, Meaning("answer"))
        state = outcome.state
    spoken = {part.text: part.language for prompt in outcome.says for part in prompt.parts}
    assert spoken["中文"] == "zh"
    assert spoken["español"] == "es"
    assert "English" not in spoken


def test_a_repetition_keeps_them():
    library = Library.load()
    state = begin(library, "voice", "en", "+15550100001", "unanswered")
    state = advance(library, state, Meaning("start")).state
    state = advance(library, state, Meaning("answer", slots={"own_number": False})).state
    outcome = advance(library, state, Meaning("answer", slots={"phone": "+15550100009"}))
    again = advance(library, outcome.state, Meaning("answer", command="repeat"))
    assert outcome.says[0].parts == (
        Part("I have "), Part("5 5 5, 0 1 0, 0 0 0 9", "phone"), Part(". Is that right?"),
    )  # fmt: skip
    assert again.says == outcome.says
