"""Whether a spoken answer is taken, asked about first, or asked for again."""

from __future__ import annotations

from dataclasses import replace

from intents.limits import Limits
from intents.slots.yes_no import YES_NO
from intents.understood import Situation, Understood

_ASIDES = frozenset({"repeat", "slower", "faster", "back"})
"""Commands that do no harm where they were not meant."""


def decided(found: Understood, situation: Situation, limits: Limits) -> Understood:
    """What was understood of speech, by how sure it is: as it is, as `maybe`, or nothing."""
    what = _kind(found, situation)
    if what is None:
        return found
    kind, own = what
    limit = limits.of(kind, situation.expects, own=own)
    nothing = Understood(
        confidence=found.confidence, candidates=found.candidates, upset=found.upset
    )
    if found.maybe:
        return found if found.confidence >= limit.confirm else nothing
    if found.confidence >= limit.take:
        return found
    if found.confidence < limit.confirm:
        return nothing
    maybe = _maybe(found, situation)
    return replace(nothing, maybe=maybe)


def _kind(found: Understood, situation: Situation) -> tuple[str, bool] | None:
    """What was answered, and whether it answers the step's own question; None for what is not
    doubted: nothing, or a number that cannot be right."""
    expects = situation.expects
    if found.settled or (found.maybe and not found.maybe[0].intent):
        return None  # numbers, which have been weighed
    if found.command:
        return "aside" if found.command in _ASIDES else "command", False
    if found.choice:
        return "choice", True
    if found.intent or found.maybe:
        return ("intent", True) if expects.open else ("subject", False)
    slot = expects.slot
    if slot and slot.name in found.slots:
        return slot.type, True
    return None


def _maybe(found: Understood, situation: Situation) -> tuple[Understood, ...]:
    """Only what is asked about: what else the answer held is asked for in its turn."""
    if found.choice or found.intent or found.command:
        return (replace(found, slots={}, invalid={}, candidates=()),)
    slot = situation.expects.slot
    assert slot is not None
    value = found.slots[slot.name]
    if slot.type == YES_NO.name:
        # "Yes, is that right?" would have two answers that mean the same.
        return tuple(
            Understood(slots={slot.name: answer}, confidence=found.confidence)
            for answer in (True, False)
        )
    options = situation.lists.get(slot.among, ()) if slot.among else ()
    names = {option.value: option.names[0] for option in options if option.names}
    shown = {slot.name: names[value]} if isinstance(value, str) and value in names else {}
    return (Understood(slots={slot.name: value}, shown=shown, confidence=found.confidence),)
