"""Calendar months, counted: year × 12 + month - 1, so that they can be added and compared."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

Period = Mapping[str, str]
"""`{"from": …, "to": …}`, ISO dates that both belong to it."""


def month_of(day: date) -> int:
    """The month of a day."""
    return day.year * 12 + day.month - 1


def month_in(text: str) -> int:
    """The month of "YYYY-MM" or an ISO date."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def written(month: int) -> str:
    """A month as "YYYY-MM"."""
    return f"{month // 12}-{month % 12 + 1:02d}"


def period(first: int, last: int) -> Period:
    """From the first day of a month to the last day of another."""
    end = first_day(last)
    end = end.replace(day=monthrange(end.year, end.month)[1])
    return {"from": first_day(first).isoformat(), "to": end.isoformat()}
