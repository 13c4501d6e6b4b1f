"""The engine: a state and a meaning in, the next state and what to do out. Pure."""

from __future__ import annotations

from flows.answering import answer
from flows.draft import Draft
from flows.errors import EndlessTurn
from flows.expects import Expects
from flows.failing import cannot_go_on, failed
from flows.giving_back import give_back
from flows.library import Library
from flows.meaning import Meaning
from flows.outcome import Outcome
from flows.standing import current, enter, waits_for
from flows.state import Channel, Frame, Pace, Resume, State, Status, changed
from flows.steps.call import Call as CallStep

MOST_STEPS = 50
"""Steps a turn may go through without asking: far above any sensible flow."""


def begin(
    library: Library,
    channel: Channel,
    language: str,
    caller: str,
    what: str = "start",
    pace: Pace = "normal",
    may_record: bool = False,
) -> State:
    """The state before the first turn; `what` names another flow to begin with by what it handles,
    after which the main menu follows. pace: as the caller wanted it last time. may_record: whether
    the caller may be asked for consent to a recording."""
    entry = library.handlers["start"]
    first = library.handlers.get(what, entry)
    frames: tuple[Frame, ...] = (Frame(entry.name, entry.start),)
    if first is not entry:
        menu = Frame(entry.name, entry.header.menu or entry.start, resume="quiet")
        frames = (menu, Frame(first.name, first.start))
    return State(channel, language, frames, caller, pace, may_record=may_record)


def advance(
    library: Library, state: State, meaning: Meaning, hears: frozenset[str] | None = None
) -> Outcome:
    """One turn, or the part of it up to a function that must be run.

    hears: the languages that this call can listen to; the others are served by keys. None: all.
    Raises EndlessTurn when the flow goes round without asking anything.
    """
    draft = Draft(library, state, hears)
    _take(draft, meaning)
    for _ in range(MOST_STEPS):
        if draft.waiting:
            return _outcome(draft, meaning)
        enter(draft)
    raise EndlessTurn(f"{MOST_STEPS} steps without a question, at {current(draft).place}")


def expecting(
    library: Library, state: State, hears: frozenset[str] | None = None
) -> Expects | None:
    """What a conversation between two turns waits for; None when it waits for nobody."""
    if state.status != "open":
        return None
    return waits_for(Draft(library, state, hears))


def _take(draft: Draft, meaning: Meaning) -> None:
    match meaning.kind:
        case "start":
            pass
        case "hangup":
            draft.ended = True
        case "silence":
            # An empty text is something that was sent, unlike a silent line.
            failed(draft, "no_input" if draft.state.channel == "voice" else "no_match")
        case "crowded":
            draft.phrase("crowded")
        case "result" | "failure" | "unreachable" | "step_up":
            step = current(draft)
            if not (isinstance(step, CallStep) and step.take(draft, meaning)):
                cannot_go_on(draft, meaning)
        case "stop_change":
            _stop_change(draft, meaning)
        case "returned":
            give_back(draft, meaning.flow)
        case "answer":
            answer(draft, meaning)


def _stop_change(draft: Draft, meaning: Meaning) -> None:
    """Whatever is being done: a text that stops a change is acted on at once."""
    handler = draft.library.handlers.get("stop_change")
    if handler is None:
        failed(draft, "no_match")
        return
    resume: Resume = "" if getattr(current(draft), "open", False) else "announced"
    draft.state = changed(draft.state, failures=0)
    draft.push(handler.name, meaning.slots, resume)


def _greet(draft: Draft, meaning: Meaning) -> None:
    """Put behind the greeting what whoever uses this telephone today should know."""
    greeting, *rest = draft.says
    draft.says = [greeting]
    if draft.state.pace == "slow":
        draft.phrase("slow_again")
    if meaning.crowded:
        draft.phrase("crowded")
    draft.says += rest


def _outcome(draft: Draft, meaning: Meaning) -> Outcome:
    if meaning.kind == "start" and draft.says:
        _greet(draft, meaning)
    says = tuple(draft.says)
    status: Status = "open"
    if draft.call:
        status = "calling"
    elif draft.handoff:
        status = "handoff"
    elif draft.ended:
        status = "ended"
    draft.state = _without_secrets(draft.library, draft.state)
    said = tuple((prompt.step, prompt.marked, prompt.language) for prompt in says)
    if meaning.kind in ("result", "failure", "unreachable", "step_up"):
        # The turn goes on after a function: what was said before it belongs to it too.
        said = (*draft.state.said, *said)
    state = changed(draft.state, status=status, said=said)
    walked = tuple(draft.walked)
    return Outcome(state, says, draft.call, draft.expects, draft.handoff, draft.ended, walked)


def _without_secrets(library: Library, state: State) -> State:
    """The state without what was for one function only, which has it by now."""
    frames = tuple(_forgetful(library, frame) for frame in state.frames)
    return changed(state, frames=frames) if frames != state.frames else state


def _forgetful(library: Library, frame: Frame) -> Frame:
    secret = {slot.name for slot in library.flow(frame.flow).slots if slot.secret}
    if secret.isdisjoint(frame.slots):
        return frame
    return changed(frame, slots={name: v for name, v in frame.slots.items() if name not in secret})
