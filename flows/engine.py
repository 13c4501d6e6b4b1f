"""The engine: a state and a meaning in, the next state and what to do out. Pure."""

from __future__ import annotations

from dataclasses import replace

from flows import doubt
from flows.draft import Draft
from flows.errors import EndlessTurn
from flows.expects import Expects, Slot
from flows.ladder import GIVE_UP, REPHRASE
from flows.library import Library
from flows.meaning import Meaning
from flows.outcome import Outcome
from flows.state import RECORDING, Channel, Frame, Pace, Resume, State, Status
from flows.steps import Step
from flows.steps.call import Call as CallStep

MOST_STEPS = 50
"""Steps a turn may go through without asking: far above any sensible flow."""
ASIDES = frozenset(f"locale.{key}" for key in ("slower", "faster", "slow_again", "crowded"))
"""Said about how it is said; it is not repeated."""
MOST_REPEATS = 2
"""How often in a row the same words are said again; after that they are put in another way."""
MOST_HISTORY = 5
"""Questions that *back* can go back over."""


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
        _enter(draft)
    raise EndlessTurn(f"{MOST_STEPS} steps without a question, at {_current(draft).place}")


def expecting(
    library: Library, state: State, hears: frozenset[str] | None = None
) -> Expects | None:
    """What a conversation between two turns waits for; None when it waits for nobody."""
    if state.status != "open":
        return None
    draft = Draft(library, state, hears)
    step = _current(draft)
    question = doubt.question(draft, step) if state.top.doubt else step.question(draft)
    return question.expects(draft, step.place) if question else None


def _current(draft: Draft) -> Step:
    return draft.library.step(draft.state.top.flow, draft.state.top.step)


def _enter(draft: Draft) -> None:
    step = _current(draft)
    if draft.state.top.doubt:
        doubt.question(draft, step).put(draft, step.place)
    else:
        step.enter(draft)


def _take(draft: Draft, meaning: Meaning) -> None:
    match meaning.kind:
        case "start":
            pass
        case "hangup":
            draft.ended = True
        case "silence":
            # An empty text is something that was sent, unlike a silent line.
            _failed(draft, "no_input" if draft.state.channel == "voice" else "no_match")
        case "crowded":
            draft.phrase("crowded")
        case "result" | "failure":
            step = _current(draft)
            if not (isinstance(step, CallStep) and step.take(draft, meaning)):
                draft.phrase("failure")
                _go_to_handler(draft, "failure")
        case "answer":
            _answer(draft, meaning)


def _answer(draft: Draft, meaning: Meaning) -> None:
    repeats = draft.state.repeats + 1 if meaning.command == "repeat" else 0
    draft.state = replace(draft.state, repeats=repeats)
    if meaning.command:
        _command(draft, meaning)
        return
    before, pending = draft.state.frames, draft.state.top.doubt
    answered = doubt.settled(pending, meaning) or meaning
    _doubt(draft, ())
    if answered.command:
        _command(draft, answered)
        return
    if _current(draft).take(draft, answered) or _subject(draft, answered):
        history = (*draft.state.history, before)[-MOST_HISTORY:]
        draft.state = replace(draft.state, history=history, failures=0)
    elif meaning.maybe and not pending:
        _doubt(draft, meaning.maybe)  # no failure yet, and no answer either
    elif meaning.empty:
        _doubt(draft, pending)
        _failed(draft, "no_match")
    elif meaning.invalid:
        _failed(draft, "invalid", heard=next(iter(meaning.invalid.values())))
    else:
        _failed(draft, "no_match")


def _doubt(draft: Draft, meanings: tuple[Meaning, ...]) -> None:
    draft.state = draft.state.with_top(replace(draft.state.top, doubt=meanings))


def _subject(draft: Draft, meaning: Meaning) -> bool:
    """Follow an intent to its flow. At an open question that is an answer, elsewhere a change of
    subject: the interrupted question is asked again afterwards."""
    intent, top = meaning.intent or "", draft.state.top
    flow = draft.library.by_intent.get(intent)
    if flow is None or not draft.library.elsewhere(intent, top):
        return False
    slots = _of(flow.slots, meaning)
    is_open = getattr(_current(draft), "open", False)
    resume: Resume = "" if is_open else "announced"
    if not is_open and _current(draft).unanswered(draft):
        resume = "quiet"  # a question that is put once is not asked again afterwards
    if flow.name == top.flow:
        # Another subject of the same flow takes the place of the one before it.
        draft.state = replace(draft.state, frames=draft.state.frames[:-1])
        resume = draft.state.top.resume
    draft.push(flow.name, slots, resume, intent, meaning.text)
    return True


def _of(slots: tuple[Slot, ...], meaning: Meaning) -> dict[str, object]:
    return {slot.name: meaning.slots[slot.name] for slot in slots if slot.name in meaning.slots}


def _command(draft: Draft, meaning: Meaning) -> None:
    match meaning.command:
        case "repeat" if draft.state.repeats <= MOST_REPEATS:
            _repeat(draft)
        case "repeat":
            # The same words again would be no clearer; at the end of the ladder is a person.
            failures = max(draft.state.failures, REPHRASE - 1)
            draft.state = replace(draft.state, failures=failures)
            _failed(draft, "repeat")
        case "slower":
            draft.state = replace(draft.state, pace="slow")
            _repeat(draft, first="slower")
        case "faster":
            draft.state = replace(draft.state, pace="normal")
            _repeat(draft, first="faster")
        case "back":
            _back(draft)
        case "menu":
            entry = draft.library.handlers["start"]
            frames = (Frame(entry.name, entry.header.menu or entry.start),)
            draft.state = replace(draft.state, frames=frames, failures=0)
        case "language" if meaning.language in draft.library.languages:
            draft.put({"language": meaning.language})
            draft.state = replace(draft.state, failures=0)
            draft.phrase("language_is_now")
        case "callback":
            _go_to_handler(draft, "unanswered")
        case "stop_recording":
            _stop_recording(draft)
        case "person" | "language" | "stop" as command:
            _go_to_handler(draft, command)


def _stop_recording(draft: Draft) -> None:
    """No more of this call is recorded, and what was is deleted, whatever the flows say of it."""
    draft.phrase("recording_stopped" if draft.state.recording else "not_recording")
    shared = {**draft.state.shared, RECORDING: False}
    draft.state = replace(draft.state, shared=shared, failures=0)


def _go_to_handler(draft: Draft, what: str) -> None:
    """Run the flow that handles a command or a failure; the way back stays open."""
    flow = draft.library.handlers.get(what)
    if flow is None:
        draft.ended = True
    elif flow.name in (frame.flow for frame in draft.state.frames):
        # Asked for inside itself, it starts again instead of piling up.
        at = [frame.flow for frame in draft.state.frames].index(flow.name)
        frames = (*draft.state.frames[:at], Frame(flow.name, flow.start))
        draft.state = replace(draft.state, frames=frames, failures=0)
    else:
        draft.push(flow.name, {}, resume="quiet")
        draft.state = replace(draft.state, failures=0)


def _repeat(draft: Draft, first: str = "") -> None:
    """Say again what was said last; the step is entered once more for what it expects."""
    said = draft.state.said
    _enter(draft)
    draft.says.clear()
    if first:
        draft.phrase(first)
    for step, text, language in said:
        if step not in ASIDES:
            draft.say_again(text, step, language)


def _greet(draft: Draft, meaning: Meaning) -> None:
    """Put behind the greeting what whoever uses this telephone today should know."""
    greeting, *rest = draft.says
    draft.says = [greeting]
    if draft.state.pace == "slow":
        draft.phrase("slow_again")
    if meaning.crowded:
        draft.phrase("crowded")
    draft.says += rest


def _back(draft: Draft) -> None:
    if draft.state.history:
        *history, frames = draft.state.history
        draft.state = replace(draft.state, frames=frames, history=tuple(history), failures=0)
    else:
        draft.phrase("nothing_before")


def _failed(draft: Draft, problem: str, **values: str) -> None:
    """Ask again in another way, or give up: a person, or a call-back for a silent line."""
    if _current(draft).unanswered(draft):
        draft.state = replace(draft.state, failures=0)
        return
    failures = draft.state.failures + 1
    draft.state = replace(draft.state, failures=failures)
    draft.problem, draft.problem_values = problem, values
    if failures >= REPHRASE:
        _doubt(draft, ())  # what was asked about helps no more: the question itself, in other words
    if failures < GIVE_UP:
        return
    draft.problem = ""
    what = "no_input" if problem == "no_input" else "no_match"
    handler = draft.library.handlers.get(what)
    if handler is None or handler.name in (frame.flow for frame in draft.state.frames):
        # Giving up inside the very flow that catches those who gave up.
        draft.phrase("give_up")
        draft.ended = True
    else:
        _go_to_handler(draft, what)


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
    said = tuple((prompt.step, prompt.marked, prompt.language) for prompt in says)
    if meaning.kind in ("result", "failure"):
        # The turn goes on after a function: what was said before it belongs to it too.
        said = (*draft.state.said, *said)
    state = replace(draft.state, status=status, said=said)
    return Outcome(state, says, draft.call, draft.expects, draft.handoff, draft.ended)
