"""Insurance numbers (9 digits, not beginning with 0 or 1) and claim references (8 digits)."""

from __future__ import annotations

from stdnum import verhoeff


def with_check_digit(digits: str) -> str:
    """The digits and the Verhoeff check digit that makes them valid."""
    return digits + str(verhoeff.calc_check_digit(digits))
