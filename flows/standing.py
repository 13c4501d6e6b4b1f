"""Where a conversation stands, and what is asked there: the step's question, or one of a doubt."""

from __future__ import annotations

from flows import doubt
from flows.draft import Draft
from flows.expects import Expects
from flows.meaning import Meaning
from flows.state import changed
from flows.steps.step import Step


def current(draft: Draft) -> Step:
    """The step in progress."""
    return draft.library.step(draft.state.top.flow, draft.state.top.step)


def enter(draft: Draft) -> None:
    """Do what the step does, or ask about the doubt that its answer left."""
    step = current(draft)
    draft.walked.append(step.place)
    if draft.state.top.doubt:
        doubt.question(draft, step).put(draft, step.place)
    else:
        step.enter(draft)


def waits_for(draft: Draft) -> Expects | None:
    """What is waited for there; None for a step that asks nothing."""
    step = current(draft)
    question = doubt.question(draft, step) if draft.state.top.doubt else step.question(draft)
    return question.expects(draft, step.place) if question else None


def put_in_doubt(draft: Draft, meanings: tuple[Meaning, ...]) -> None:
    """Ask about these meanings before any is acted on; with none, ask about nothing."""
    draft.state = draft.state.with_top(changed(draft.state.top, doubt=meanings))
