"""From one subject to another: by a wish, two in one sentence, a correction, or leaving one."""

from __future__ import annotations

from collections.abc import Mapping

from flows.draft import Draft
from flows.flow import Flow
from flows.meaning import Meaning
from flows.standing import current
from flows.state import Resume, Wish, changed


def follow(draft: Draft, meaning: Meaning) -> bool:
    """Follow an intent to its flow. At an open question that is an answer, elsewhere a change of
    subject: the interrupted question is asked again afterwards, unless it was not meant."""
    flow = _wanted(draft, meaning)
    if flow is None or meaning.intent is None:
        return False
    is_open = getattr(current(draft), "open", False)
    resume: Resume = "" if is_open else "announced"
    if not is_open and current(draft).unanswered(draft):
        resume = "quiet"  # a question that is put once is not asked again afterwards
    if meaning.corrects and len(draft.state.frames) > 1:
        below = draft.state.below
        draft.state = changed(draft.state, frames=below)
        resume = below[-1].resume
    elif flow.name == draft.state.top.flow:
        # Another subject of the same flow takes the place of the one before it.
        draft.state = changed(draft.state, frames=draft.state.frames[:-1])
        resume = draft.state.top.resume
    if meaning.then:
        _remember(draft, flow, meaning.then)
    draft.push(flow.name, _slots(flow, meaning), resume, meaning.intent, meaning.text)
    return True


def drop(draft: Draft) -> bool:
    """Leave out the second wish, or else the subject itself; False where there is neither."""
    if draft.state.wishes:
        draft.state = changed(draft.state, wishes=())
        draft.phrase("wish_dropped")
        return True
    if len(draft.state.frames) == 1:
        return False
    draft.phrase("wish_dropped")
    draft.leave_subject()
    return True


def correct(draft: Draft, meaning: Meaning) -> None:
    """Go back to the question before, where it is its answer that a meaning puts right."""
    history = draft.state.history
    if not (meaning.corrects and meaning.slots and history):
        return
    before = history[-1]
    top = before[-1]
    asked = {slot.name for slot in draft.library.step(top.flow, top.step).slots()}
    if top.flow == draft.state.top.flow and asked & meaning.slots.keys():
        draft.state = changed(draft.state, frames=before, history=history[:-1], failures=0)
        draft.phrase("corrected")


def _wanted(draft: Draft, meaning: Meaning) -> Flow | None:
    intent = meaning.intent or ""
    known = intent in draft.library.by_intent
    if not known or not draft.library.elsewhere(intent, draft.state.top):
        return None
    return draft.library.by_intent[intent]


def _remember(draft: Draft, first: Flow, then: Meaning) -> None:
    """Keep the second wish for when the first is done."""
    second = draft.library.by_intent.get(then.intent or "")
    if second and (second is not first or second.tells_apart):
        below = len(draft.state.frames)
        wish = Wish(then.intent or "", then.text, _slots(second, then), below)
        draft.state = changed(draft.state, wishes=(wish,))


def _slots(flow: Flow, meaning: Meaning) -> Mapping[str, object]:
    names = [slot.name for slot in flow.slots if slot.name in meaning.slots]
    return {name: meaning.slots[name] for name in names}
