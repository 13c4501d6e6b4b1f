"""Prompts are cut into what is spoken in one go."""

from hypothesis import given
from hypothesis import strategies as st

from flows.marked import tongue, value
from flows.outcome import Prompt
from voice.phrasing import Breath, pieces

TEXT = "Welcome to the line. Your payment of 120.50 is on its way! Anything else?"


def texts(text, language="en"):
    return tuple(piece.text for piece in pieces(Prompt.of(text, language, "a.b")))


def test_text_is_cut_into_sentences():
    expected = (
        "Welcome to the line.", "Your payment of 120.50 is on its way!", "Anything else?",
    )  # fmt: skip
    assert texts(TEXT) == expected
    assert texts("您好。请按一！", "zh") == ("您好。", "请按一！")
    assert texts("¿Cómo está? Bien") == ("¿Cómo está?", "Bien")
    assert texts("  ") == ()
    assert all(len(part) <= 400 for part in texts("word, " * 500))
    assert "".join(texts("x" * 1000)) == "x" * 1000


def test_a_value_is_never_cut():
    assert texts(f"It is at {value('3 St. Mary St. Now', '')}. Bye.") == (
        "It is at 3 St. Mary St. Now.", "Bye.",
    )  # fmt: skip


def test_a_value_that_is_a_text_is_cut_into_its_sentences():
    answer = "You can claim from the first day of the month. " * 3
    text = f"{value(answer.strip(), '')} This is from {value('us', '')}."
    found = pieces(Prompt.of(text, "en", "a.b"))
    assert [piece.text for piece in found[2:]] == [
        "You can claim from the first day of the month.", "This is from us.",
    ]  # fmt: skip
    assert not any(piece.fixed for piece in found)


def test_only_sentences_without_values_are_fixed():
    found = pieces(Prompt.of(f"I have {value('5 5', 'phone')}. Is that right?", "en", "a.b"))
    assert [piece.fixed for piece in found] == [False, True]


def test_there_is_time_to_write_numbers_down_and_no_dates():
    (phone,) = pieces(Prompt.of(f"I have {value('5 5 5, 0 1 0', 'phone')}.", "en", "a.b"))
    (day,) = pieces(Prompt.of(f"On {value('Friday, the first', 'date')}.", "en", "a.b"))
    assert phone.breaths == (Breath("I have"), Breath("5 5 5,", True), Breath("0 1 0.", True))
    assert day.breaths == (Breath("On Friday, the first."),)


def test_words_go_on_after_a_number():
    (found,) = pieces(
        Prompt.of(f"{value('5 5', 'digits')} is wrong, {value('Ann', '')}.", "en", "a")
    )
    assert found.breaths == (Breath("5 5", True), Breath("is wrong, Ann."))


def test_each_language_is_said_in_its_own_voice():
    found = pieces(Prompt.of(f"For {tongue('中文', 'zh')}, press 2.", "en", "a.b"))
    assert [(piece.text, piece.language) for piece in found] == [
        ("For", "en"), ("中文", "zh"), (", press 2.", "en"),
    ]  # fmt: skip
    assert not any(piece.ends for piece in found[:2])


@given(st.text(), st.text(), st.sampled_from(["", "digits", "date"]))
def test_nothing_that_is_said_gets_lost(text, number, form):
    prompt = Prompt.of(f"{text} {value(number, form)}", "en", "a.b")
    letters = [one for one in prompt.text if one.isalnum()]
    found = "".join(piece.text for piece in pieces(prompt))
    breaths = "".join(one.text for piece in pieces(prompt) for one in piece.breaths)
    assert [one for one in found if one.isalnum()] == letters
    assert [one for one in breaths if one.isalnum()] == letters
