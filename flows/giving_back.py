"""A person has helped, and the flow goes on: where it was, or with another subject."""

from __future__ import annotations

from flows.draft import Draft
from flows.standing import current
from flows.state import Frame, changed


def give_back(draft: Draft, flow: str) -> None:
    """Go on. flow: the one to begin with; empty: where the conversation was."""
    draft.state = changed(draft.state, failures=0)
    if flow in draft.library.flows:
        draft.state = changed(draft.state, frames=(_menu(draft),), wishes=())
        draft.push(flow, {}, resume="quiet")
    elif not current(draft).asks:
        _leave_where_a_person_was_asked_for(draft)
    elif len(draft.state.frames) > 1:
        draft.phrase("resumed", title=draft.called(draft.state.top))


def _leave_where_a_person_was_asked_for(draft: Draft) -> None:
    """What was interrupted to ask for a person is gone on with."""
    if len(draft.state.frames) > 1:
        draft.leave()
    else:
        draft.state = changed(draft.state, frames=(_menu(draft),))


def _menu(draft: Draft) -> Frame:
    entry = draft.library.handlers["start"]
    return Frame(entry.name, entry.header.menu or entry.start)
