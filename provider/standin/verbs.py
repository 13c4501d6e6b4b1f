"""The instructions of TwiML, carried out as the provider does.

Each function takes the line, the instruction and the URL of its document. It answers where the
call goes on, or None for the next instruction of the same document.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from dataclasses import dataclass, field

from provider.standin import twiml
from provider.standin.errors import StandinError
from provider.standin.ids import new_sid
from provider.standin.line import Line
from provider.standin.listening import gather_keys, record
from provider.standin.streaming import stream
from provider.standin.twiml import Verb

_LETTERS_A_SECOND = 15  # of the provider's own voice


@dataclass(frozen=True)
class Goto:
    """The next document, and what the request for it says beside the call's own fields."""

    url: str
    fields: dict[str, str] = field(default_factory=dict)


class Finished(Exception):
    """The call is over. `status` is what the status callback will say."""

    def __init__(self, status: str = "completed") -> None:
        self.status = status


def say(line: Line, verb: Verb, until: Callable[[], bool] = lambda: False) -> None:
    words = twiml.words(verb)
    line.words.append(words)
    line.pass_time(len(words) / _LETTERS_A_SECOND, until)


def play(line: Line, verb: Verb, until: Callable[[], bool] = lambda: False) -> None:
    url = line.server.absolute(twiml.words(verb))
    answer = line.server.get(url)
    if answer.status != 200 or not answer.content_type.startswith("audio/"):
        raise StandinError(f"{url} answered {answer.status} {answer.content_type}, not audio.")
    line.words.append(url)
    line.pass_time(_duration_s(answer.body, answer.content_type), until)


def pause(line: Line, verb: Verb, until: Callable[[], bool] = lambda: False) -> None:
    line.pass_time(float(verb.get("length", "1")), until)


_SPEAKING = {"Say": say, "Play": play, "Pause": pause}


def _speak(line: Line, verb: Verb, _base: str) -> None:
    _SPEAKING[verb.tag](line, verb)


def _redirect(line: Line, verb: Verb, base: str) -> Goto:
    return Goto(line.server.absolute(twiml.words(verb), base))


def _hang_up(_line: Line, _verb: Verb, _base: str) -> None:
    raise Finished


def _reject(_line: Line, verb: Verb, _base: str) -> None:
    raise Finished("busy" if verb.get("reason") == "busy" else "no-answer")


def _gather(line: Line, verb: Verb, base: str) -> Goto | None:
    line.place = "gather"
    for nested in verb:
        if nested.tag not in _SPEAKING:
            raise StandinError(f"A <Gather> cannot hold <{nested.tag}>.")
        # A key pressed during the prompt ends it.
        _SPEAKING[nested.tag](line, nested, until=lambda: line.caller.busy)
    keys = gather_keys(line, verb)
    if not keys and verb.get("actionOnEmptyResult") != "true":
        return None
    return Goto(line.server.absolute(verb.get("action", base), base), {"Digits": keys})


def _record(line: Line, verb: Verb, base: str) -> Goto | None:
    line.place = "record"
    action = line.server.absolute(verb.get("action", base), base)
    recorded = record(line, verb)
    if recorded is None:
        return None
    if recorded["Digits"] == "hangup":
        line.post(action, **recorded | {"CallStatus": "completed"})
        raise Finished
    return Goto(action, recorded)


def _connect(line: Line, verb: Verb, base: str) -> Goto | None:
    line.place = "stream"
    stream(line, verb, base)
    action = verb.get("action")
    return Goto(line.server.absolute(action, base)) if action else None


def _enqueue(line: Line, verb: Verb, base: str) -> Goto | None:
    line.place = "queue"
    queue, before = new_sid("QU"), {"QueueTime": "0", "QueuePosition": "1", "CurrentQueueSize": "1"}
    if wait_url := verb.get("waitUrl"):
        url = line.server.absolute(wait_url, base)
        for music in twiml.verbs(line.post(url, QueueSid=queue, **before), url):
            if music.tag in _SPEAKING:
                _SPEAKING[music.tag](line, music, until=line.person.is_set)
    result = _person(line) or "bridged"
    fields = {"QueueResult": result, "QueueSid": queue, "QueueTime": "1"}
    action = verb.get("action")
    return Goto(line.server.absolute(action, base), fields) if action else None


def _dial(line: Line, verb: Verb, base: str) -> Goto | None:
    line.place = "dial"
    result = _person(line) or "completed"
    action = verb.get("action")
    fields = {"DialCallStatus": result, "DialCallSid": new_sid("CA")}
    return Goto(line.server.absolute(action, base), fields) if action else None


VERBS: dict[str, Callable[[Line, Verb, str], Goto | None]] = {
    **dict.fromkeys(_SPEAKING, _speak),
    "Redirect": _redirect,
    "Hangup": _hang_up,
    "Reject": _reject,
    "Gather": _gather,
    "Record": _record,
    "Connect": _connect,
    "Enqueue": _enqueue,
    "Dial": _dial,
}


def _person(line: Line) -> str:
    """Wait until the person, or the queue, lets go of the call; answers how that went."""
    while not line.person.is_set():
        line.tick()
    line.person.clear()
    return line.person_result


def _duration_s(audio: bytes, content_type: str) -> float:
    if content_type in ("audio/basic", "audio/x-mulaw"):
        return len(audio) / 8000
    try:
        with wave.open(io.BytesIO(audio)) as file:
            return file.getnframes() / file.getframerate()
    except (wave.Error, EOFError) as error:
        raise StandinError(f"What was to be played is not a WAV file: {error}.") from error
