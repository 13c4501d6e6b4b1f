"""The reference of a claim, written with or without a prefix, spaces and dashes: CL-4711 2340."""

from intents.slots.checked import CheckedNumber

CLAIM_REFERENCE = CheckedNumber("claim_reference", length=8)
