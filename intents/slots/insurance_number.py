"""The number of an insured person."""

from intents.slots.checked import CheckedNumber

INSURANCE_NUMBER = CheckedNumber("insurance_number", length=9, first_digits="23456789")
