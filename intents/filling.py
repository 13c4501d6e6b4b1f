"""Filling slots from an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from intents.choosing import number_said
from intents.slots import SLOT_TYPES, Asking, Reading
from intents.slots.checked import CheckedNumber
from intents.slots.yes_no import YES_NO
from intents.text import Utterance
from intents.understood import Situation, Slot

_SPELT = frozenset(
    {
        "claim_reference",
        "insurance_number",
        "payment_reference",
        "phone",
        "digits",
        "one_time_code",
    }
)
"""Slot types that are spelt, and put right in the middle: "four seven, no, eight"."""


@dataclass(frozen=True)
class Filled:
    """What slots got from an utterance, and what is left of it."""

    rest: Utterance
    slots: dict[str, Any] = field(default_factory=dict)
    invalid: dict[str, str] = field(default_factory=dict)
    confidence: float = 0.0
    """Of the least sure value."""


def asked(slot: Slot, utterance: Utterance, situation: Situation) -> Filled:
    """The value of the slot that was asked for."""
    asking = _asking(slot, situation, asked=True)
    reading = SLOT_TYPES[slot.type].read(utterance, asking)
    if reading is None or reading.value is None:
        reading = _by_number(utterance, asking) or reading
    return _filled(slot, reading, Filled(utterance))


def own(said: Utterance, meant: Utterance, situation: Situation) -> Filled:
    """What an answer holds for the slot that was asked for; all is rest where none was.

    meant: the utterance without what is taken back in it.
    """
    slot = situation.expects.slot
    if slot is None:
        return Filled(meant)
    if slot.type == YES_NO.name:
        # The no that takes something back is the very answer here.
        filled = asked(slot, said, situation)
        return replace(filled, rest=filled.rest.within(meant))
    if slot.type in _SPELT:
        filled = asked(slot, said, situation)  # whoever spells puts single digits right
        if filled.slots or filled.invalid:
            return filled
    return asked(slot, meant.closed_up(), situation)


def keyed(slot: Slot, keys: str, situation: Situation) -> Filled:
    """The value that keys enter; one digit chooses from a list by place."""
    asking = _asking(slot, situation, asked=True)
    reading = _nth(asking, keys) or SLOT_TYPES[slot.type].read_keys(keys, asking)
    return _filled(slot, reading, Filled(Utterance.of("")))


def unasked(slots: Iterable[Slot], filled: Filled, situation: Situation) -> Filled:
    """Adds the values of other slots that the rest of the utterance holds."""
    for slot in slots:
        kind = SLOT_TYPES[slot.type]
        if kind.free and slot.name not in filled.slots and slot.name not in filled.invalid:
            asking = _asking(slot, situation, asked=False)
            filled = _filled(slot, kind.read(filled.rest, asking), filled)
    return filled


def checked(slots: Iterable[Slot]) -> list[Slot]:
    """The slots whose values prove themselves by a check digit."""
    return [slot for slot in slots if isinstance(SLOT_TYPES[slot.type], CheckedNumber)]


def _asking(slot: Slot, situation: Situation, *, asked: bool) -> Asking:
    options = situation.lists.get(slot.among, ()) if slot.among else ()
    return Asking(situation.language, situation.today, options, asked)


def _filled(slot: Slot, reading: Reading | None, before: Filled) -> Filled:
    if reading is None or (reading.value is None and reading.invalid is None):
        return before
    rest = before.rest.without(reading.span)
    if reading.value is None:
        invalid = {**before.invalid, slot.name: reading.invalid or ""}
        return Filled(rest, before.slots, invalid, before.confidence)
    confidence = min(before.confidence or 1.0, reading.confidence)
    slots = {**before.slots, slot.name: reading.value}
    return Filled(rest, slots, before.invalid, confidence)


def _by_number(utterance: Utterance, asking: Asking) -> Reading | None:
    place = number_said(utterance.tokens, asking.language) if asking.options else None
    if place is None or not 1 <= place.number <= len(asking.options):
        return None
    value = asking.options[place.number - 1].value
    return Reading(value, 0.9, (0, len(utterance.tokens)))


def _nth(asking: Asking, keys: str) -> Reading | None:
    if len(keys) != 1 or not keys.isdigit() or not 1 <= int(keys) <= len(asking.options):
        return None
    return Reading(asking.options[int(keys) - 1].value, 1.0)
