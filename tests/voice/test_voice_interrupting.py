"""Talking and keying into prompts: what stops them, what lets them go on, what has to wait."""

import base64

import numpy as np
import pytest

from voice import mulaw
from voice.endpoint import Timing


@pytest.fixture
def speech_line(line, model):
    return line(models=model)


@pytest.fixture
def deaf_line(line, model):
    """A line on which whatever interrupts a prompt turns out to be nothing."""
    return line(models=model, timing=Timing(interruption_confidence=1.1))


@pytest.fixture
def keypad_line(line, tools):
    return line(models=tools.NoModels())


def media(phone):
    return sum(message["event"] == "media" for message in phone.received)


def interrupted(line, tools, after_s):
    """A call whose first prompt was stopped for nothing after so long; how many messages of audio
    the prompt had, and how many came after it was stopped."""
    phone = line.call()
    phone.until("mark")
    whole = media(phone)
    phone.say(tools.quiet(after_s) + tools.spoken("claim") + tools.quiet(0.3))
    phone.until("clear")
    phone.say(tools.quiet(1.5))
    phone.hear()
    return phone, whole, media(phone) - whole


def test_a_prompt_stopped_for_nothing_goes_on(deaf_line, tools):
    phone, whole, rest = interrupted(deaf_line, tools, 0.5)
    assert 0 < rest <= whole, "from the sentence that was broken off"
    assert deaf_line.turns.kinds() == [("start", "")], "no turn was spent"
    phone.say(tools.quiet(6.2))
    phone.hear()
    assert deaf_line.turns.kinds()[-1] == ("silence", ""), "and then the caller is waited for"


def test_a_prompt_goes_on_where_it_was(deaf_line, tools):
    _, whole, rest = interrupted(deaf_line, tools, 2.0)
    assert 0 < rest < whole, "the first sentence had been heard"


@pytest.mark.parametrize("kind", ["cough", "hiss", "bell", "mains"])
def test_what_is_no_word_stops_no_prompt(speech_line, tools, kind):
    rng = np.random.default_rng(4)
    time = np.arange(9600) / 8000
    sounds = {
        "cough": rng.normal(0, 9000, 9600) * np.exp(-(time % 0.4) / 0.07),
        "hiss": rng.normal(0, 5000, 9600) * np.sin(np.pi * time / time[-1]),
        "bell": 8000 * np.sin(2 * np.pi * 1300 * time) * np.exp(-(time % 0.5) / 0.1),
        "mains": sum(6000 / k * np.sin(2 * np.pi * 50 * k * time) for k in range(1, 10)),
    }
    phone = speech_line.call()
    name = phone.until("mark")["mark"]["name"]
    phone.say(tools.quiet(0.5) + mulaw.encode(sounds[kind].astype(np.int16)) + tools.quiet(0.5))
    assert phone.next(0.5) is None
    phone.mark(name)
    assert speech_line.turns.kinds() == [("start", "")]


@pytest.mark.parametrize("sound", ["hmm", "uh huh", "um hum", "oh"])
def test_who_only_listens_stops_no_prompt(speech_line, tools, sound):
    phone = speech_line.call()
    name = phone.until("mark")["mark"]["name"]
    phone.say(tools.quiet(0.5) + tools.spoken(sound) + tools.quiet(0.5))
    assert phone.next(0.5) is None
    phone.mark(name)
    assert speech_line.turns.kinds() == [("start", "")]


@pytest.mark.parametrize("share", [0.02, 0.05])
def test_our_own_echo_stops_no_prompt(speech_line, tools, share):
    phone = speech_line.call()
    name = phone.until("mark")["mark"]["name"]
    played = b"".join(
        base64.b64decode(message["media"]["payload"])
        for message in phone.received
        if message["event"] == "media"
    )
    echo = (mulaw.decode(played) * share).astype(np.int16)
    phone.say(tools.quiet(0.3) + mulaw.encode(echo) + tools.quiet(0.5))
    assert phone.next(0.5) is None
    phone.mark(name)
    phone.say(tools.quiet(0.5) + tools.spoken("claim") + tools.quiet(1.0))
    phone.until("media")
    assert speech_line.turns.kinds() == [("start", ""), ("speech", "claim")]


def test_who_talks_softly_is_heard_after_the_prompt(speech_line, tools):
    soft = mulaw.encode((mulaw.decode(tools.spoken("claim")) * 0.15).astype(np.int16))
    phone = speech_line.call()
    name = phone.until("mark")["mark"]["name"]
    phone.say(tools.quiet(0.5) + soft + tools.quiet(1.5))
    assert phone.next(0.5) is None
    phone.mark(name)
    phone.say(tools.quiet(0.5) + soft + tools.quiet(1.2))
    phone.until("media")
    assert speech_line.turns.kinds() == [("start", ""), ("speech", "claim")]


def test_keys_wait_until_what_must_be_heard_has_been(keypad_line, tools):
    keypad_line.turns.hear_out = True
    phone = keypad_line.call()
    name = phone.until("mark")["mark"]["name"]
    phone.press("1123456789")
    phone.say(tools.quiet(0.1))
    assert phone.next(0.3) is None, "no clear, and no answer"
    keypad_line.turns.hear_out = False
    phone.mark(name)
    phone.say(tools.quiet(0.1))
    while len(keypad_line.turns.heard) < 3:
        assert phone.next(3.0)
    heard = [("start", ""), ("keys", "1"), ("keys", "123456789")]
    assert keypad_line.turns.kinds() == heard, "in the order in which they were pressed"


def test_nobody_talks_over_what_must_be_heard(speech_line, tools):
    speech_line.turns.hear_out = True
    phone = speech_line.call()
    name = phone.until("mark")["mark"]["name"]
    phone.say(tools.quiet(0.5) + tools.spoken("claim") + tools.quiet(1.5))
    assert phone.next(0.3) is None
    phone.mark(name)
    phone.say(tools.quiet(0.2) + tools.spoken("claim") + tools.quiet(1.0))
    phone.until("media")
    assert speech_line.turns.kinds() == [("start", ""), ("speech", "claim")]


def test_a_caller_who_mashes_keys_is_asked_again_and_the_call_goes_on(keypad_line, tools):
    phone = keypad_line.call()
    phone.until("media")
    for _ in range(250):
        phone.press("7")
        phone.say(tools.quiet(0.02))
    phone.say(tools.quiet(1.2))
    phone.until("mark")
    taken = keypad_line.turns.kinds()
    assert len(taken) < 25, "not a turn a key"
    phone.say(tools.quiet(0.5))
    phone.press("1")
    phone.say(tools.quiet(0.5))
    while keypad_line.turns.kinds()[-1] != ("keys", "1"):
        assert phone.next(3.0)


def test_a_webhook_says_what_must_be_heard_outside_the_gather(line, tools):
    here = line(models=tools.NoModels(), streams_enabled=False)
    here.turns.hear_out = True
    answer = tools.post(here.client, "/voice/incoming").text
    assert answer.index("Welcome to the line") < answer.index("<Gather")


def test_who_speaks_where_keys_are_asked_for_is_no_silent_line(keypad_line, tools):
    phone = keypad_line.call()
    phone.hear()
    phone.say(tools.quiet(1.0) + tools.spoken("I have no keys on this telephone"))
    phone.say(tools.quiet(6.2))
    phone.hear()
    assert keypad_line.turns.kinds()[-1] == ("speech", "")
    phone.say(tools.quiet(6.2))
    phone.hear()
    assert keypad_line.turns.kinds()[-1] == ("silence", "")
