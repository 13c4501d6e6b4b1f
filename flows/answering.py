"""What an answer leads to: a command, the way on, another subject, a doubt, or nothing."""

from __future__ import annotations

from flows import ambiguity, commands, doubt, subjects
from flows.draft import Draft
from flows.failing import failed
from flows.meaning import Meaning
from flows.standing import current, put_in_doubt
from flows.state import changed

MOST_HISTORY = 5
"""Questions that *back* can go back over."""


def answer(draft: Draft, meaning: Meaning) -> None:
    """Take an answer."""
    repeats = draft.state.repeats + 1 if meaning.command == "repeat" else 0
    draft.state = changed(draft.state, repeats=repeats)
    if meaning.upset and not draft.state.upset:
        _sympathise(draft, meaning)
    if meaning.command:
        commands.carry_out(draft, meaning)
        return
    meaning = ambiguity.narrowed(draft, meaning)
    before, pending = draft.state.frames, draft.state.top.doubt
    answered = doubt.settled(pending, meaning) or meaning
    ambiguity.learn(draft, pending, answered)
    put_in_doubt(draft, ())
    if answered.command:
        commands.carry_out(draft, answered)
        return
    subjects.correct(draft, answered)
    if current(draft).take(draft, answered) or subjects.follow(draft, answered):
        history = (*draft.state.history, before)[-MOST_HISTORY:]
        draft.state = changed(draft.state, history=history, failures=0)
    else:
        _not_taken(draft, meaning, pending)


def _not_taken(draft: Draft, meaning: Meaning, pending: tuple[Meaning, ...]) -> None:
    if meaning.maybe and not pending:
        put_in_doubt(draft, meaning.maybe)  # no failure yet, and no answer either
    elif meaning.empty:
        put_in_doubt(draft, pending)
        failed(draft, "no_match")
    elif meaning.invalid:
        name, heard = next(iter(meaning.invalid.items()))
        failed(draft, _why_invalid(draft, name, heard), heard=heard)
    elif doubt.declined(pending, meaning):
        pass  # the question is simply put once more
    elif ambiguity.is_one(pending) and doubt.refused(meaning):
        failed(draft, "neither")
    else:
        failed(draft, "no_match")


def _why_invalid(draft: Draft, name: str, heard: str) -> str:
    """A number whose check digit is wrong, or a day that no calendar has."""
    slots = draft.library.flow(draft.state.top.flow).slots
    days = any(slot.name == name and slot.type in ("date", "period") for slot in slots)
    return "no_day" if days and not heard.isdigit() else "invalid"


def _sympathise(draft: Draft, meaning: Meaning) -> None:
    """One sentence to somebody who is upset, and the way to a person with it."""
    draft.state = changed(draft.state, upset="heard")
    draft.phrase("sympathy")
    if not meaning.empty and meaning.command != "person":
        draft.phrase("person_any_time")
