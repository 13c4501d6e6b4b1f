"""What is known of a number or a date: the least and the most it can be.

Both bounds are equal when it is known; None is a bound that does not exist. A missing fact is the
range of all its possible values, so that what does not depend on it can still be told, and
nothing else: 200 months and an unknown number of others are at least 180 months.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

Bound = Any  # int, Fraction or date; None: there is none


class Range(NamedTuple):
    """From the least to the most that something can be, both included."""

    low: Bound
    high: Bound

    @property
    def known(self) -> bool:
        # Most are one and the same object, which is sooner seen than that two fractions are equal.
        return self.low is not None and (self.low is self.high or self.low == self.high)


EVERYTHING = Range(None, None)


def exactly(value: Bound) -> Range:
    """A value that is known."""
    return Range(value, value)


def around(ranges: Iterable[Range]) -> Range:
    """The range that holds all of them: one of them is right, but not known which."""
    lows, highs = zip(*ranges, strict=True)
    return Range(_least(lows), _most(highs))


def total(ranges: Sequence[Range]) -> Range:
    lows, highs = zip(*ranges, strict=True)
    low = None if None in lows else sum(lows)
    # Most of what is added up is known: exact sums are not made twice.
    return Range(low, low if lows == highs else None if None in highs else sum(highs))


def difference(first: Range, *others: Range) -> Range:
    away = total(others)
    if first.known and away.known:
        return exactly(first.low - away.low)
    return Range(_minus(first.low, away.high), _minus(first.high, away.low))


def product(first: Range, second: Range) -> Range:
    if first.known and second.known:
        return exactly(first.low * second.low)
    if exactly(0) in (first, second):
        return exactly(0)
    if any(one.low is None or one.low < 0 for one in (first, second)):
        return EVERYTHING
    high = None if None in (first.high, second.high) else first.high * second.high
    return Range(first.low * second.low, high)


def divided(first: Range, by: Range) -> Range:
    """`by` must be known, and more than 0."""
    if not by.known or by.low <= 0:
        return EVERYTHING
    if first.known:
        return exactly(Fraction(first.low) / by.low)
    return Range(*(None if bound is None else Fraction(bound) / by.low for bound in first))


def least(ranges: Sequence[Range]) -> Range:
    lows, highs = zip(*ranges, strict=True)
    there = [high for high in highs if high is not None]
    return Range(_least(lows), min(there) if there else None)


def greatest(ranges: Sequence[Range]) -> Range:
    lows, highs = zip(*ranges, strict=True)
    there = [low for low in lows if low is not None]
    return Range(max(there) if there else None, _most(highs))


def moved(day: Range, by: Range, move: Callable[[date, int], date], back: bool = False) -> Range:
    """A day that is moved by a number of days or months, forward or back."""
    nearest, farthest = (by.high, by.low) if back else (by.low, by.high)
    sign = -1 if back else 1

    def one(bound: Bound, number: Bound) -> Bound:
        return None if bound is None or number is None else move(bound, sign * int(number))

    return Range(one(day.low, nearest), one(day.high, farthest))


def apart(count: Callable[[date, date], int], first: Range, second: Range) -> Range:
    """How far two days are apart, as `count(first, second)` says."""

    def one(start: Bound, end: Bound) -> Bound:
        return None if start is None or end is None else count(start, end)

    return Range(one(first.high, second.low), one(first.low, second.high))


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier, when negative), or the last of a shorter one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_between(first: date, second: date) -> int:
    """Calendar months: from any day of a month to any day of the next it is one."""
    return (second.year - first.year) * 12 + second.month - first.month


def days_between(first: date, second: date) -> int:
    return (second - first).days


def at_least(left: Range, right: Range) -> bool | None:
    if left.low is not None and right.high is not None and left.low >= right.high:
        return True
    if left.high is not None and right.low is not None and left.high < right.low:
        return False
    return None


def equal(left: Range, right: Range) -> bool | None:
    if left.known and right.known:
        return bool(left.low == right.low)
    overlaps = at_least(left, right) is not False and at_least(right, left) is not False
    return None if overlaps else False


def _minus(first: Bound, second: Bound) -> Bound:
    return None if first is None or second is None else first - second


def _least(bounds: Sequence[Bound]) -> Bound:
    return None if None in bounds else min(bounds)


def _most(bounds: Sequence[Bound]) -> Bound:
    return None if None in bounds else max(bounds)
