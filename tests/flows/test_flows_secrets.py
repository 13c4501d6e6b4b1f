"""What is for one function only: by the keys, not told back, and gone with the turn."""

from dataclasses import replace

import pytest

from flows import Library, Meaning, advance, begin

PIN = "58412036"
LOCALE = """\
not_pin: Use the keys.
keys_pin: Eight digits.
hint_pin: It has eight digits.
failure: Sorry.
give_up: Sorry.
"""
MAIN = """\
flow: main
title: {en: main}
handles: [start, failure]
start: ask
steps:
  ask: {ask: pin, type: pin, private: true, keys_only: true, text: {en: Your PIN.}, next: check}
  check: {call: x.y, with: {pin: $pin}, save: a, next: again}
  again: {ask: pin, type: pin, private: true, keys_only: true, text: {en: Once more.}, next: out}
  out: {end: conversation}
"""
LIBRARY = Library({"library/main.yaml": MAIN, "locales/en.yaml": LOCALE})
KEYED = Meaning("answer", slots={"pin": PIN})


def asked(channel: str = "voice"):
    return advance(LIBRARY, begin(LIBRARY, channel, "en", ""), Meaning("start"))


def said(outcome):
    return " ".join(prompt.text for prompt in outcome.says)


def test_the_keys_are_asked_for_and_speech_is_not_listened_to():
    outcome = asked()
    assert said(outcome) == "Your PIN. Eight digits."
    assert outcome.expects.keys_only
    assert outcome.expects.slot.keys_only


def test_the_function_has_it_and_the_state_has_not():
    called = advance(LIBRARY, asked().state, KEYED)
    assert called.call.arguments == {"pin": PIN}
    assert PIN not in repr(called.state)
    again = advance(LIBRARY, called.state, Meaning("result", result={}))
    assert said(again).startswith("Once more.")  # the slot is empty again
    assert PIN not in repr(again.state)


@pytest.mark.parametrize(
    "meaning",
    [
        Meaning("answer", text="five eight four"),
        Meaning("answer", invalid={"pin": "1234567"}),
        Meaning("silence"),
    ],
)
def test_nothing_of_a_wrong_answer_is_told_back(meaning):
    outcome = advance(LIBRARY, asked().state, meaning)
    assert said(outcome) == "Use the keys. Your PIN. Eight digits."


def test_no_text_is_taken_for_one():
    outcome = advance(LIBRARY, asked("sms").state, KEYED)
    assert outcome.call is None
    assert PIN not in repr(replace(outcome, says=()))
