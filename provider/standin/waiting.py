"""`<Enqueue>` and `<Dial>`: the call waits for a person, and is put through."""

from __future__ import annotations

import json

from provider.standin import twiml
from provider.standin.errors import StandinError
from provider.standin.ids import new_sid
from provider.standin.line import HungUp, Line
from provider.standin.speaking import SPEAKING, Finished, Goto, gather
from provider.standin.twiml import Verb

_ANSWERED = ("", "completed", "answered")
_LONGEST_TASK = 4096


def enqueue(line: Line, verb: Verb, base: str) -> Goto | None:
    """Wait in a queue: its `waitUrl` is asked what to play, again and again.

    The action is asked when the call leaves: at once after `<Leave>`, and else when the person has
    finished; also when the caller hangs up, whose answer nobody hears.
    """
    line.place = "queue"
    line.task = _task(verb)
    queue, began, action = new_sid("QU"), line.seconds, verb.get("action")

    def fields(result: str) -> dict[str, str]:
        waited = str(round(line.seconds - began))
        return {"QueueResult": result, "QueueSid": queue, "QueueTime": waited}

    try:
        result = _in_queue(line, verb.get("waitUrl"), base, queue, began)
    except HungUp:
        if action:
            ended = fields("hangup") | {"CallStatus": "completed"}
            line.post(line.server.absolute(action, base), **ended)
        raise
    return Goto(line.server.absolute(action, base), fields(result)) if action else None


def dial(line: Line, verb: Verb, base: str) -> Goto | None:
    """Ring a person, who alone hears what the `url` of `<Number>` says, and put it through."""
    line.place = "dial"
    while not (line.person.is_set() or line.picked_up.is_set()):
        line.tick()
    child, number = new_sid("CA"), verb.find("Number")
    answered = line.picked_up.is_set() or line.person_result in _ANSWERED
    if answered and number is not None and number.get("url"):
        _whisper(line, number, base, child)
    result = _person(line) or "completed"
    action = verb.get("action")
    fields = {"DialCallStatus": result, "DialCallSid": child}
    return Goto(line.server.absolute(action, base), fields) if action else None


def _in_queue(line: Line, wait_url: str | None, base: str, queue: str, began: float) -> str:
    """How the call leaves the queue."""
    if not wait_url:
        return _person(line) or "bridged"
    first = Goto(line.server.absolute(wait_url, base))
    now = first
    while not line.person.is_set():
        place = {
            "QueueSid": queue,
            "QueuePosition": str(line.queue_position),
            "QueueTime": str(round(line.seconds - began)),
            "AvgQueueTime": str(round(line.seconds - began)),
            "CurrentQueueSize": str(line.queue_position),
        }
        document = twiml.verbs(line.post(now.url, **place | now.fields), now.url)
        line.tick()
        left, now = _play(line, document, now.url, first)
        if left:
            return "leave"
    return _person(line) or "bridged"


def _play(line: Line, document: list[Verb], url: str, first: Goto) -> tuple[bool, Goto]:
    """Does the call leave the queue, and if not, what is asked next?"""
    for verb in document:
        onward = None
        if verb.tag == "Leave":
            return True, first
        if verb.tag == "Hangup":
            raise Finished
        if verb.tag == "Redirect":
            onward = Goto(line.server.absolute(twiml.words(verb), url))
        elif verb.tag == "Gather":
            onward = gather(line, verb, url, until=line.person.is_set)
        elif verb.tag in SPEAKING:
            SPEAKING[verb.tag](line, verb, until=line.person.is_set)
        else:
            raise StandinError(f"{url} answered <{verb.tag}>, which cannot stand in a queue.")
        if onward or line.person.is_set():
            return False, onward or first
    return False, first


def _whisper(line: Line, number: Verb, base: str, child: str) -> None:
    url = line.server.absolute(number.get("url", ""), base)
    fields = {
        "CallSid": child,
        "ParentCallSid": line.sid,
        "To": twiml.words(number),
        "Called": twiml.words(number),
        "Direction": "outbound-dial",
    }
    for verb in twiml.verbs(line.post(url, **fields), url):
        if verb.tag not in ("Say", "Play", "Pause"):
            raise StandinError(f"{url} answered <{verb.tag}>, which cannot be whispered.")
        line.whispered.append(twiml.words(verb))


def _task(verb: Verb) -> str:
    """What goes to the workflow; empty for a queue with a name."""
    if not verb.get("workflowSid"):
        if not 0 < len(twiml.words(verb)) <= 64:
            raise StandinError("The <Enqueue> names no queue of 1 to 64 characters.")
        return ""
    task = verb.find("Task")
    text = twiml.words(task) if task is not None else "{}"
    if len(text) > _LONGEST_TASK or not _is_object(text):
        raise StandinError("The <Task> is no JSON object of up to 4096 characters.")
    return text


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _person(line: Line) -> str:
    """Wait until the person, or the queue, lets go of the call; answers how that went."""
    while not line.person.is_set():
        line.tick()
    line.person.clear()
    line.picked_up.clear()
    return line.person_result
