"""From exact fractions to what is paid and what is recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

_HALF = Fraction(1, 2)


def cents(exact: int | Fraction, rounding: str) -> int:
    """Whole cents: half_up (a half cent counts as one), down or up; never below 0."""
    exact = max(exact, 0)
    if rounding == "down":
        return floor(exact)
    return ceil(exact) if rounding == "up" else floor(exact + _HALF)


def recorded(value: Any, unit: str) -> Any:
    """A value as records have it: an ISO date, a whole number, or a decimal as a string.

    Money is cents, rounded half up.
    """
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return floor(value + _HALF) if unit == "money" else decimal(value)


def decimal(value: Fraction) -> str:
    """A fraction as a decimal, to twelve digits after the point at most."""
    if value.denominator == 1:
        return str(value.numerator)
    scaled = floor(abs(value) * 10**12 + _HALF)
    number = Decimal(scaled).scaleb(-12).normalize()
    return format(-number if value < 0 else number, "f")
