"""Insurance numbers (9 digits, not beginning with 0 or 1), claim references (8 digits) and payment
references (12 digits)."""

from __future__ import annotations

from stdnum import verhoeff
from stdnum.iso7064 import mod_97_10


def with_check_digit(digits: str) -> str:
    """The digits and the Verhoeff check digit that makes them valid."""
    return digits + str(verhoeff.calc_check_digit(digits))


def payment_reference(digits: str) -> str:
    """Ten digits and the two of ISO 7064 MOD 97-10 that make a payment reference of them."""
    return digits + str(mod_97_10.calc_check_digits(digits))
