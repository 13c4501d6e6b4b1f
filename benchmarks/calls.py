"""How soon a caller hears something, at real time, over real sockets."""

from __future__ import annotations

import time
from itertools import cycle, islice

from cli.running import Running
from cli.speech import spoken
from cli.transcript import Exchange, Transcript
from provider.standin import StandinError
from provider.standin.calling import PhoneCall
from provider.standin.stream import MediaStream
from voice.endpoint import Timing

_SENTENCES = ("menu", "status of my claim", "my next payment", "nearest office", "call me back")
_QUESTION_KEY = "5"  # "another question": open, so that the usual silence is waited for
_FIRST_PHONE = 15_550_800_000


def first_audio(server: Running, calls: int) -> list[float]:
    """From `start` sent to the first frame received, in ms, call after call."""
    return [_first_audio(server, number) for number in range(calls)]


def _first_audio(server: Running, number: int) -> float:
    with _call(server, number) as call:
        stream = _await_audio(call)
        return (stream.media_at[0] - stream.started_at) * 1000


def _await_audio(call: PhoneCall, since: float = 0.0) -> MediaStream:
    """The call's stream, once a frame has come in after `since` (monotonic seconds)."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and not call.failure:
        stream = call.line.stream
        if stream and stream.media_at and stream.media_at[-1] > since:
            return stream
        time.sleep(0.001)
    raise StandinError(call.failure or "No audio came within fifteen seconds.")


def reply_after_endpoint(server: Running, turns: int) -> list[float]:
    """From the end of the caller's speech to the first frame of the reply, in ms, without the
    silence that the server waits for to be sure that the caller has finished."""
    sentences = islice(cycle(_SENTENCES), turns)
    return [
        _reply_after_endpoint(server, number, sentence)
        for number, sentence in enumerate(sentences, start=100)
    ]


def _reply_after_endpoint(server: Running, number: int, sentence: str) -> float:
    """One answer to a short question, which a key brings up without the whole greeting."""
    with _call(server, number) as call:
        _await_audio(call)
        call.press(_QUESTION_KEY)
        call.wait_for_prompt()
        call.say(spoken(sentence))
        while call.line.caller.busy:
            time.sleep(0.005)
        ended = call.line.caller.finished_at
        stream = _await_audio(call, ended)
        turn = last(server, call).turn
        if turn.kind != "speech":
            raise StandinError(f"{sentence!r} was not taken as speech but as {turn.kind}.")
        answered = next(at for at in stream.media_at if at > ended)
        return (answered - ended) * 1000 - Timing().end_silence * 1000


def last(server: Running, call: PhoneCall) -> Exchange:
    """The latest turn of a call."""
    return list(Transcript(server.store, "voice", call.sid).news())[-1]


def _call(server: Running, number: int) -> PhoneCall:
    return PhoneCall(server.server, f"+{_FIRST_PHONE + number}", server.settings.phone_number)
