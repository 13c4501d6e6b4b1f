"""Insurance numbers and claim references: digits with a Verhoeff check digit at the end."""

from __future__ import annotations

from stdnum import verhoeff

INSURANCE_NUMBER = 9
"""Digits of an insurance number; the first is neither 0 nor 1."""
CLAIM_REFERENCE = 8
"""Digits of a claim reference."""


def with_check_digit(digits: str) -> str:
    """The digits and the check digit that makes them valid."""
    return digits + str(verhoeff.calc_check_digit(digits))
