"""How soon a caller hears something, at real time, over real sockets."""

from __future__ import annotations

import time
from itertools import cycle, islice

from cli.running import Running
from cli.speech import spoken
from cli.transcript import Exchange, Transcript
from provider.standin import StandinError
from provider.standin.calling import PhoneCall
from voice.endpoint import Timing

_SENTENCES = ("status of my claim", "next payment", "menu", "an office", "a call back")
_PROMPT_SPEED = 10.0
_FIRST_PHONE = 15_550_800_000


def first_audio(server: Running, calls: int) -> list[float]:
    """From `start` sent to the first frame received, in ms, call after call."""
    return [_first_audio(server, number) for number in range(calls)]


def _first_audio(server: Running, number: int) -> float:
    with _call(server, number) as call:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            stream = call.line.stream
            if stream and stream.media_at:
                return (stream.media_at[0] - stream.started_at) * 1000
            if call.failure:
                raise StandinError(call.failure)
            time.sleep(0.001)
    raise StandinError("No audio came within ten seconds of the call.")


def reply_after_endpoint(server: Running, turns: int) -> list[float]:
    """From the end of the caller's speech to the first frame of the reply, in ms, without the
    silence that the server waits for to be sure that the caller has finished."""
    sentences = islice(cycle(_SENTENCES), turns)
    return [
        _reply_after_endpoint(server, number, sentence)
        for number, sentence in enumerate(sentences, start=100)
    ]


def _reply_after_endpoint(server: Running, number: int, sentence: str) -> float:
    """One answer to the main menu, where anything may be said and the usual silence is waited."""
    with _call(server, number) as call:
        call.run_at(_PROMPT_SPEED)  # nothing is measured while the greeting plays
        call.wait_for_prompt()
        call.run_at(1.0)
        call.say(spoken(sentence))
        listens = call.wait_for_prompt()
        stream, ended = call.line.stream, call.line.caller.finished_at
        turn = last(server, call).turn
        if not listens or stream is None or turn.kind != "speech":
            raise StandinError(f"{sentence!r} was not taken as speech but as {turn.kind}.")
        answered = next(at for at in stream.media_at if at > ended)
        return (answered - ended) * 1000 - Timing().end_silence * 1000


def last(server: Running, call: PhoneCall) -> Exchange:
    """The latest turn of a call."""
    return list(Transcript(server.store, "voice", call.sid).news())[-1]


def _call(server: Running, number: int) -> PhoneCall:
    return PhoneCall(server.server, f"+{_FIRST_PHONE + number}", server.settings.phone_number)
