"""The operators of calculations: what each makes of the ranges of its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from benefits.rules import ranges
from benefits.rules.ranges import Range, exactly


def bands(by: Range, rows: Sequence[tuple[int | None, Range]]) -> Range:
    """So much for each of the first ones, so much for each of the next ones, added up."""
    amounts, below = [], 0
    for most, each in rows:
        width = None if most is None else most - below
        inside = ranges.greatest([ranges.difference(by, exactly(below)), exactly(0)])
        if width is not None:
            inside = ranges.least([inside, exactly(width)])
        amounts.append(ranges.product(inside, each))
        below = most or below
    return ranges.total(amounts)


def percent(parts: Sequence[Range]) -> Range:
    share = ranges.divided(parts[0], exactly(100))
    return ranges.product(share, parts[1])


OPERATORS: Mapping[str, tuple[int | None, Callable[[Sequence[Range]], Range]]] = {
    # How many parts an operator has (None: one or more), and what it does.
    "sum": (None, ranges.total),
    "difference": (None, lambda parts: ranges.difference(*parts)),
    "product": (None, lambda parts: _multiplied(parts)),
    "divided": (2, lambda parts: ranges.divided(parts[0], parts[1])),
    "percent": (2, percent),
    "least_of": (None, ranges.least),
    "greatest_of": (None, ranges.greatest),
    "earlier_of": (None, ranges.least),
    "later_of": (None, ranges.greatest),
    "months_between": (2, lambda parts: ranges.apart(ranges.months_between, parts[0], parts[1])),
    "days_between": (2, lambda parts: ranges.apart(ranges.days_between, parts[0], parts[1])),
    "months_after": (2, lambda parts: _moved(parts, ranges.months_after)),
    "months_before": (2, lambda parts: _moved(parts, ranges.months_after, back=True)),
    "weeks_after": (2, lambda parts: _moved(parts, _weeks_after)),
    "weeks_before": (2, lambda parts: _moved(parts, _weeks_after, back=True)),
    "days_after": (2, lambda parts: _moved(parts, ranges.days_after)),
    "days_before": (2, lambda parts: _moved(parts, ranges.days_after, back=True)),
    "first_of_month": (1, lambda parts: _first_of_month(parts[0])),
}
OTHERS = ("table", "bands", "choose")
"""Operators that are written in their own way (`reading.py`)."""


def exact(number: Decimal | int) -> int | Fraction:
    """A decimal as it is worked with."""
    fraction = Fraction(number)
    return fraction.numerator if fraction.denominator == 1 else fraction


def _multiplied(parts: Sequence[Range]) -> Range:
    result = parts[0]
    for part in parts[1:]:
        result = ranges.product(result, part)
    return result


def _moved(parts: Sequence[Range], move: Callable[[date, int], date], back: bool = False) -> Range:
    return ranges.moved(parts[0], parts[1], move, back)


def _weeks_after(day: date, weeks: int) -> date:
    return ranges.days_after(day, 7 * weeks)


def _first_of_month(day: Range) -> Range:
    return Range(*(None if bound is None else bound.replace(day=1) for bound in day))
