"""`<Gather>` and `<Record>`: the provider itself takes the caller's keys or voice."""

from __future__ import annotations

from collections.abc import Callable

from provider.standin.clock import FRAME_S
from provider.standin.errors import StandinError
from provider.standin.ids import new_sid
from provider.standin.line import HungUp, Line
from provider.standin.twiml import Verb


def gather_keys(line: Line, verb: Verb, until: Callable[[], bool] = lambda: False) -> str:
    """The keys that were pressed until `numDigits`, `finishOnKey` or a pause of `timeout`, or until
    something else comes true."""
    finish, most = verb.get("finishOnKey", "#"), int(verb.get("numDigits", "0"))
    patience = float(verb.get("timeout", "5"))
    keys, waited = "", 0.0
    line.await_caller()
    while waited < patience and not until():
        line.tick()
        frame = line.caller.take()
        waited = 0.0 if frame.key else waited + FRAME_S
        if frame.key and frame.key in finish:
            break
        keys += frame.key
        if most and len(keys) >= most:
            break
    return keys


def record(line: Line, verb: Verb) -> dict[str, str] | None:
    """The fields for the action of `<Record>`; None when nothing was spoken."""
    patience, longest = float(verb.get("timeout", "5")), float(verb.get("maxLength", "3600"))
    finish = verb.get("finishOnKey", "1234567890*#")
    audio, spoken_from, spoken_to, quiet, ended_by = bytearray(), 0, 0, 0.0, ""
    line.await_caller()
    try:
        while quiet < patience and len(audio) / 8000 < longest:
            line.tick()
            frame = line.caller.take()
            if frame.key and frame.key in finish:
                ended_by = frame.key
                break
            if frame.speech and not spoken_to:
                spoken_from = len(audio)
            audio += frame.audio
            quiet = 0.0 if frame.speech else quiet + FRAME_S
            if frame.speech:
                spoken_to = len(audio)
    except HungUp:
        ended_by = "hangup"
    if not spoken_to:
        if ended_by == "hangup":
            raise HungUp
        return None
    if verb.get("trim", "trim-silence") == "trim-silence":
        audio = audio[spoken_from:spoken_to]
    return _kept(line, bytes(audio), ended_by)


def _kept(line: Line, audio: bytes, ended_by: str) -> dict[str, str]:
    if line.keep_recording is None:
        raise StandinError("The server wants a recording, and this call has nowhere to keep one.")
    return {
        "RecordingUrl": line.keep_recording(audio),
        "RecordingSid": new_sid("RE"),
        "RecordingDuration": str(round(len(audio) / 8000)),
        "Digits": ended_by,
    }
