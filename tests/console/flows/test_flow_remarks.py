"""What the linter says about texts is told in the reader's language."""

import pytest
from flask import Flask

from console.flow_remarks import told
from console.texts import COOKIE

MESSAGES = {
    "is missing in es": "Falta este texto en ",
    "the es voice wording lacks {claim.received_on}": "{claim.received_on}",
    "nothing sets moon before it is used here": "ningún valor moon",
    "no flow ever sets session.moon": "ningún valor session.moon",
    "claim has no field moon": "claim.moon",
    "{a:moon} has an unknown format: date, time": "se conocen date, time",
    "takes 31 s to say in zh, more than 20 s": "31 segundos",
    "takes 3 segments to send in en, more than 2": "3 segmentos",
    '"ń" at 12 of the es text makes it dearer to send': "«ń»",
    "{the day} is no value: it is said as it is (en, sms)": "{the day} no es un valor",
    "{the day} is no value: it is said as it is": "{the day} no es un valor",
}


@pytest.mark.parametrize("message", MESSAGES)
def test_messages_are_told_in_spanish_and_chinese(message):
    app = Flask("x")
    said = {}
    for language in ("en", "es", "zh"):
        with app.test_request_context(headers={"Cookie": f"{COOKIE}={language}"}):
            said[language] = told(message)
    assert MESSAGES[message].lower() in said["es"].lower()
    assert len(set(said.values())) == 3


def test_another_message_stays_as_it_is():
    assert told("is a dead end: no way leads to an end") == "is a dead end: no way leads to an end"


def test_all_that_the_check_of_texts_can_say_is_known():
    """Messages in the sources of the modules that check texts; a new one needs its words."""
    import inspect
    import re

    from flows.check import length, slots

    sources = inspect.getsource(length) + inspect.getsource(slots)
    said = re.findall(r'(?:yield|return|message =) f?"([^"]+ [^"]+)"', sources)
    filled = [re.sub(r"\{[^{}]*\}", "7", one.replace("{{", "").replace("}}", "")) for one in said]
    assert len(filled) >= 4
    for one in filled:
        assert told(one) != one or "unknown format" in one
