"""The instructions of TwiML, carried out as the provider does.

Each function takes the line, the instruction and the URL of its document. It answers where the
call goes on, or None for the next instruction of the same document.
"""

from __future__ import annotations

from collections.abc import Callable

from provider.standin import twiml
from provider.standin.line import Line
from provider.standin.listening import record
from provider.standin.speaking import SPEAKING, Finished, Goto, gather
from provider.standin.streaming import stream
from provider.standin.twiml import Verb
from provider.standin.waiting import dial, enqueue


def _speak(line: Line, verb: Verb, _base: str) -> None:
    SPEAKING[verb.tag](line, verb)


def _redirect(line: Line, verb: Verb, base: str) -> Goto:
    return Goto(line.server.absolute(twiml.words(verb), base))


def _hang_up(_line: Line, _verb: Verb, _base: str) -> None:
    raise Finished


def _reject(_line: Line, verb: Verb, _base: str) -> None:
    raise Finished("busy" if verb.get("reason") == "busy" else "no-answer")


def _gather(line: Line, verb: Verb, base: str) -> Goto | None:
    line.place = "gather"
    return gather(line, verb, base)


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


VERBS: dict[str, Callable[[Line, Verb, str], Goto | None]] = {
    **dict.fromkeys(SPEAKING, _speak),
    "Redirect": _redirect,
    "Hangup": _hang_up,
    "Reject": _reject,
    "Gather": _gather,
    "Record": _record,
    "Connect": _connect,
    "Enqueue": enqueue,
    "Dial": dial,
}
