"""Callers who are hard to serve, on the whole application over a stream, with real recognition.

However it goes, the call ends with somebody who helps, and leaves nothing behind.
"""

import threading

import pytest

import audio_models
from cli.speech import spoken
from provider.standin.api_handler import ApiHandler

QUICK = 60.0
"""How much faster than real time a call runs in which nobody speaks."""


def _since(before):
    """The threads that began after those."""
    return set(threading.enumerate()) - before


@pytest.fixture
def whole(make_whole, monkeypatch):
    """A server with streams. Afterwards no stream, recogniser or thread is left of any call."""
    if audio_models.bundled("en") is None:
        pytest.skip("the bundled English model is not there")
    # The connection over which texts were sent is not one of a call.
    monkeypatch.setattr(ApiHandler, "timeout", 1.0)
    before = set(threading.enumerate())  # a browser keeps connections to servers of other tests
    whole = make_whole(max_streams=4, text_hours="")
    yield whole
    board = whole.parts["board"]
    whole.wait(lambda: not board.tickets.open)
    whole.wait(lambda: not board.models.lent)
    whole.wait(lambda: not [one for one in _since(before) if "request" in one.name])


def kinds(whole):
    """What was heard in each turn."""
    return [row["kind"] for row in whole.rows("SELECT kind FROM interaction ORDER BY id")]


def test_ten_minutes_of_silence_end_in_a_call_back(whole):
    with whole.phone(speed=QUICK) as phone:
        phone.silence(600 / QUICK)
        whole.wait(lambda: phone.place == "ended", 90)
    assert kinds(whole)[:5] == ["start", *["silence"] * 4]
    assert len(whole.rows("SELECT * FROM callback")) == 1


def test_somebody_who_only_says_what_gets_a_person(whole):
    what = spoken("what")
    with whole.speaking() as phone:
        for _ in range(9):
            if not phone.wait_for_prompt():
                break
            phone.say(what)
        assert phone.place == "queue"
    assert kinds(whole).count("speech") >= 3


@pytest.mark.parametrize("how", ["stream", "receiver"])
def test_a_drop_in_mid_word(whole, how):
    with whole.speaking() as phone:
        assert phone.wait_for_prompt()
        phone.say(spoken("my next payment please, and the nearest office"))
        whole.wait(lambda: whole.parts["board"].models.lent)
        if how == "stream":
            phone.drop_stream()
            whole.wait(lambda: phone.place == "gather")  # the call goes on by webhooks
    assert kinds(whole)[-1] == "hangup"
