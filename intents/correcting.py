"""An answer that puts the one before right: "no, I meant March"."""

from __future__ import annotations

from intents import filling
from intents.clauses import Meant
from intents.filling import Filled
from intents.slots.yes_no import YES_NO
from intents.understood import Situation, Understood

NOT_THAT = 0.9
"""Confidence of "no, not that"."""
MOST_BESIDE = 3
"""Words beside a value that only a no marks as a correction: "no, it is seven"."""


def corrected(meant: Meant, own: Filled, situation: Situation) -> Understood | None:
    """What puts an answer right; None where nothing does.

    own: what was found for the question that is asked now. A mere no counts only where that is
    nothing, or is the no itself.
    """
    last, slot = situation.expects.last, situation.expects.slot
    if meant.denied and meant.nothing_left and not own.slots:
        if slot is not None and slot.type == YES_NO.name:
            return Understood(slots={slot.name: False}, confidence=NOT_THAT)
        return Understood(command="back", confidence=NOT_THAT)
    if last is None or not meant.corrects or last.type == "text":
        return None
    clearly = meant.marked or meant.denied
    no = slot is not None and slot.type == YES_NO.name and own.slots.get(slot.name) is False
    if not clearly and ((own.slots and not no) or last.type == YES_NO.name):
        return None
    rest = (own.rest if no else meant.utterance).closed_up()
    filled = filling.asked(last, rest, situation)
    if not filled.slots or not (clearly or len(filled.rest.words) <= MOST_BESIDE):
        return None
    return Understood(slots=filled.slots, corrects=True, confidence=filled.confidence)
