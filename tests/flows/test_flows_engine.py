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
