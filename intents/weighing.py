"""Numbers with a check digit that were spoken: which of many readings to act on, if any."""

from __future__ import annotations

from dataclasses import replace

from intents import filling
from intents.slots import SLOT_TYPES, Asking, readings_wanted
from intents.slots.checked import LIMITS, CheckedNumber
from intents.understood import Said, Situation, Understood


def weighed(found: Understood, said: Said, situation: Situation) -> Understood:
    """What was understood, with the number that was asked for chosen among all readings.

    A check digit alone proves little: of ten wrong readings one has it right.
    """
    slot = situation.expects.slot
    if found.intent or slot is None or not (said.alternatives and readings_wanted(slot.type)):
        return found
    if slot.name not in found.slots and slot.name not in found.invalid:
        return found
    kind = SLOT_TYPES[slot.type]
    assert isinstance(kind, CheckedNumber)
    reading = kind.weigh(said.alternatives, Asking(situation.language, situation.today))
    heard = found.slots.get(slot.name)
    value = reading.value if reading else heard
    if value is None:
        return found
    slots = {name: other for name, other in found.slots.items() if name != slot.name}
    invalid = {name: other for name, other in found.invalid.items() if name != slot.name}
    if reading is None or reading.doubtful or heard not in (None, value):
        return replace(found, slots=slots, invalid=invalid, unsure={slot.name: value})
    slots[slot.name] = value
    return replace(found, slots=slots, invalid=invalid, confidence=reading.confidence)


def without_guesses(found: Understood, confidence: float, situation: Situation) -> Understood:
    """What was understood, less the numbers that nobody asked for where speech was hard to hear.

    confidence: of the recogniser, 0 to 1. What is left out will be asked for.
    """
    if confidence >= LIMITS.unasked:
        return found
    expects = situation.expects
    wanted = expects.slot.name if expects.slot and not found.intent else None
    others = [*expects.also, *(slot for slots in expects.intents.values() for slot in slots)]
    guesses = {slot.name for slot in filling.checked(others)} - {wanted}
    kept = {name: value for name, value in found.slots.items() if name not in guesses}
    return replace(found, slots=kept)
