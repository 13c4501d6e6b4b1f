"""What happens when an answer is missing or not understood: asked again, or somebody else helps."""

from __future__ import annotations

from flows.draft import Draft
from flows.ladder import GIVE_UP, REPHRASE
from flows.meaning import Meaning
from flows.standing import current, put_in_doubt
from flows.state import Frame, changed


def failed(draft: Draft, problem: str, **values: str) -> None:
    """Ask again in another way, or give up: a person, or a call-back for a silent line."""
    if current(draft).unanswered(draft):
        draft.state = changed(draft.state, failures=0)
        return
    failures = draft.state.failures + 1
    draft.state = changed(draft.state, failures=failures)
    draft.problem, draft.problem_values = problem, values
    if failures >= REPHRASE:
        put_in_doubt(draft, ())  # what was asked about helps no more: the question in other words
    if failures < GIVE_UP:
        if problem != "no_input" and draft.state.upset == "heard":
            _offer_a_person(draft)
        return
    draft.problem = ""
    what = "no_input" if problem == "no_input" else "no_match"
    handler = draft.library.handlers.get(what)
    if handler is None or handler.name in (frame.flow for frame in draft.state.frames):
        # Giving up inside the very flow that catches those who gave up.
        draft.phrase("give_up")
        draft.ended = True
    else:
        go_to_handler(draft, what)


def cannot_go_on(draft: Draft, meaning: Meaning) -> None:
    """A function could not be run: a person helps, or where the records cannot be reached just now,
    the flow that says so. After that flow the function is tried again, with what was said before.
    """
    handler = draft.library.handlers.get("unreachable")
    inside = {frame.flow for frame in draft.state.frames}
    if meaning.kind == "unreachable" and handler and handler.name not in inside:
        draft.push(handler.name, {})
        draft.state = changed(draft.state, failures=0)
        return
    draft.phrase("failure")
    go_to_handler(draft, "failure")


def go_to_handler(draft: Draft, what: str) -> None:
    """Run the flow that handles a command or a failure; the way back stays open."""
    flow = draft.library.handlers.get(what)
    if flow is None:
        draft.ended = True
    elif flow.name in (frame.flow for frame in draft.state.frames):
        # Asked for inside itself, it starts again instead of piling up.
        at = [frame.flow for frame in draft.state.frames].index(flow.name)
        frames = (*draft.state.frames[:at], Frame(flow.name, flow.start))
        draft.state = changed(draft.state, frames=frames, failures=0)
    else:
        draft.push(flow.name, {}, resume="quiet")
        draft.state = changed(draft.state, failures=0)


def _offer_a_person(draft: Draft) -> None:
    """Whoever is upset is not asked a third time: once, they may have a person instead."""
    draft.problem = ""
    draft.state = changed(draft.state, upset="offered")
    put_in_doubt(draft, (Meaning("answer", command="person"),))
