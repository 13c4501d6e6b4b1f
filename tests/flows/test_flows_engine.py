"""What the engine does that a whole conversation shows badly."""

import pytest
from small import BASE, locale

from flows import EndlessTurn, Library, Meaning, advance, begin

START = Meaning("start")


def made(steps: str) -> Library:
    """A library of one flow with these steps, the first of which is `first`."""
    flow = BASE.split("start: ask")[0] + f"start: first\nsteps:\n{steps}"
    files = {f"locales/{language}.yaml": locale() for language in ("en", "zh", "es")}
    return Library({"library/base.yaml": flow, **files})


def said(outcome):
    return [(prompt.language, prompt.text) for prompt in outcome.says]


def test_an_offer_in_another_language_is_repeated_in_it():
    library = made(
        "  first: {say: {es: Hola}, language: es, next: second}\n"
        "  second: {ask: a, type: text, text: {en: Hello, zh: 你好, es: Hola}, next: out}\n"
        "  out: {end: conversation}\n"
    )
    opened = advance(library, begin(library, "voice", "en", ""), START)
    assert said(opened) == [("es", "Hola"), ("en", "Hello")]
    again = advance(library, opened.state, Meaning("answer", command="repeat"))
    assert said(again) == said(opened)


MENU = (
    "  first:\n    text: {en: '{choices}', zh: '{choices}', es: '{choices}'}\n    menu:\n"
    "      a: {key: 1, label: {en: A, zh: 甲, es: A}, goto: out}\n"
    "      b: {key: 2, label: {en: B, zh: 乙, es: B}, goto: out, offered: false}\n"
    "  out: {end: conversation}\n"
)


def test_an_option_that_is_not_offered_may_be_chosen():
    library = made(MENU)
    opened = advance(library, begin(library, "voice", "en", ""), START)
    assert said(opened) == [("en", "choice 1 A")]
    assert [choice.name for choice in opened.expects.choices] == ["a", "b"]
    assert advance(library, opened.state, Meaning("answer", choice="b")).ended


def test_a_round_without_a_question_is_cut():
    library = made(
        "  first: {set: {a: 1}, next: second}\n  second: {goto: first}\n"
        "  out: {end: conversation}\n"
    )
    with pytest.raises(EndlessTurn, match=r"base\.(first|second)"):
        advance(library, begin(library, "voice", "en", ""), START)


def test_keys_alone_are_asked_for_in_their_own_words():
    library = made(
        "  first:\n    ask: a\n    type: yes_no\n    text:\n"
        "      en: {voice: Say yes or no., keys: Which, sms: Text yes or no.}\n"
        "      zh: 甲\n      es: A\n    next: out\n  out: {end: conversation}\n"
    )
    state = begin(library, "voice", "en", "")
    assert said(advance(library, state, START)) == [("en", "Say yes or no.")]
    by_keys = advance(library, state, START, hears=frozenset())
    assert said(by_keys) == [("en", "Which"), ("en", "keys_yes_no")]
    assert by_keys.expects.keys_only


def test_a_function_that_fails_goes_where_the_flow_says():
    library = made(
        "  first: {call: x.y, save: a, next: out, failed: sorry}\n"
        "  sorry: {end: conversation, text: {en: Sorry, zh: 抱歉, es: Lo siento}}\n"
        "  out: {end: conversation}\n"
    )
    called = advance(library, begin(library, "voice", "en", ""), START)
    assert called.call.function == "x.y"
    assert said(advance(library, called.state, Meaning("failure"))) == [("en", "Sorry")]
    assert said(advance(library, called.state, Meaning("result", result={"b": 1}))) == []


NUMBER = (
    "  first: {ask: a, type: text, text: {en: Which, zh: 哪个, es: Cuál}, next: second}\n"
    "  second: {ask: b, type: text, text: {en: More, zh: 还有, es: Más}, next: out}\n"
    "  out: {end: conversation}\n"
)
TWELVE = Meaning("answer", slots={"a": "12"})
UNSURE = Meaning("answer", maybe=(TWELVE,))


def answer(library, outcome, **meaning):
    return advance(library, outcome.state, Meaning("answer", **meaning))


def test_what_may_be_wrong_is_read_back_before_it_is_taken():
    library = made(NUMBER)
    opened = advance(library, begin(library, "sms", "en", ""), START)
    asked = advance(library, opened.state, UNSURE)
    assert said(asked) == [("en", "confirm 12")]
    assert asked.expects.slot.type == "yes_no"
    assert asked.state.top.slots == {}
    assert said(answer(library, asked, command="repeat")) == said(asked)
    confirmed = answer(library, asked, slots={"right": True})
    assert said(confirmed) == [("en", "More")]
    assert confirmed.state.top.slots == {"a": "12"}


def test_what_was_not_meant_is_asked_again_and_counts_as_a_failure():
    library = made(NUMBER)
    outcome = advance(library, begin(library, "sms", "en", ""), START)
    for failures in (1, 2, 3):
        outcome = answer(library, advance(library, outcome.state, UNSURE), slots={"right": False})
        assert outcome.state.failures == failures
        assert outcome.expects.slot.name == "a"
        assert said(outcome)[0] == ("en", f"no_match_{failures}")
    assert outcome.state.top.slots == {}


def test_the_value_itself_may_answer_whether_it_is_right():
    library = made(NUMBER)
    opened = advance(library, begin(library, "sms", "en", ""), START)
    asked = advance(library, opened.state, UNSURE)
    other = answer(library, asked, slots={"right": False, "a": "13"})
    assert other.state.top.slots == {"a": "13"}
    assert said(answer(library, other, command="back")) == [("en", "confirm 12")]


def test_what_must_be_heard_out_is_marked_the_first_time():
    library = made(
        "  first: {say: {en: The law, zh: 法律, es: La ley}, hear_out: true, next: second}\n"
        "  second: {ask: a, type: text, text: {en: Hello, zh: 你好, es: Hola}, next: out}\n"
        "  out: {end: conversation}\n"
    )
    opened = advance(library, begin(library, "voice", "en", ""), START)
    assert [prompt.hear_out for prompt in opened.says] == [True, False]
    again = advance(library, opened.state, Meaning("answer", command="repeat"))
    assert said(again) == said(opened)
    assert not any(prompt.hear_out for prompt in again.says)
