"""Values in words, figures and keys: one type a file."""

from __future__ import annotations

from collections.abc import Mapping

from intents.limits import load
from intents.slots.amount import AMOUNT
from intents.slots.checked import CheckedNumber
from intents.slots.claim_reference import CLAIM_REFERENCE
from intents.slots.date import DATE
from intents.slots.digits import DIGITS, PHONE
from intents.slots.insurance_number import INSURANCE_NUMBER
from intents.slots.kind import Asking, KeyEntry, Reading, SlotType
from intents.slots.number import NUMBER
from intents.slots.one_time_code import ONE_TIME_CODE
from intents.slots.option import OPTION
from intents.slots.part_of_day import PART_OF_DAY
from intents.slots.payment_reference import PAYMENT_REFERENCE
from intents.slots.period import PERIOD
from intents.slots.pin import PIN
from intents.slots.place import PLACE
from intents.slots.text import TEXT
from intents.slots.visit_time import VISIT_TIME
from intents.slots.yes_no import YES_NO

_TYPES: tuple[SlotType, ...] = (
    AMOUNT, CLAIM_REFERENCE, DATE, DIGITS, INSURANCE_NUMBER, NUMBER, ONE_TIME_CODE, OPTION,
    PART_OF_DAY, PAYMENT_REFERENCE, PERIOD, PHONE, PIN, PLACE, TEXT, VISIT_TIME, YES_NO,
)  # fmt: skip

SLOT_TYPES: Mapping[str, SlotType] = {kind.name: kind for kind in _TYPES}


def key_entry(slot_type: str) -> KeyEntry:
    """How many telephone keys answer a slot of this type.

    Raises KeyError for a type that does not exist.
    """
    return SLOT_TYPES[slot_type].keys


def readings_wanted(slot_type: str) -> int:
    """How many readings of what was said help to read a slot of this type; 0: the usual few.

    Raises KeyError for a type that does not exist.
    """
    return load().numbers.readings if isinstance(SLOT_TYPES[slot_type], CheckedNumber) else 0


__all__ = [
    "SLOT_TYPES",
    "Asking",
    "KeyEntry",
    "Reading",
    "SlotType",
    "key_entry",
    "readings_wanted",
]
