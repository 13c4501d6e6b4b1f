"""From the parts of a date to a day or to the days of a month or year; None where there is none."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

UNITS = {"day": 1, "week": 7, "fortnight": 14}
"""Days."""

Days = tuple[date, date]
"""The first and the last."""


def day_of(today: date, day: int, month: int, year: int | None) -> date | None:
    """A day of a month; without a year the next one, so that 29 February finds its leap year."""
    if year is not None:
        return made(full_year(today, year), month, day)
    years = (made(today.year + ahead, month, day) for ahead in range(9))
    return next((found for found in years if found and found >= today), None)


def last_day_of(today: date, day: int, month: int) -> date | None:
    """The day of a month that was last, today included."""
    years = (made(today.year - back, month, day) for back in range(9))
    return next((found for found in years if found and found <= today), None)


def of_three(today: date, first: int, second: int, third: int) -> date | None:
    """Year first when it has four figures; else the day, or the month where it can be no day."""
    if first > 31:
        return made(first, second, third)
    return day_of(today, first, second, third) or day_of(today, second, first, third)


def weekday(today: date, number: int, week: str | None) -> date:
    """The coming day of that name (Monday is 0), never today, or that of the week that is named.

    week: next, this, previous, after_next or before_last, the days of which count from Monday;
    last and later, which count from today; None.
    """
    monday = today - timedelta(days=today.weekday())
    weeks = {"next": 1, "this": 0, "previous": -1, "after_next": 2, "before_last": -2}
    if week in weeks:
        return monday + timedelta(days=7 * weeks[week] + number)
    if week == "last":
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    coming = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return coming + timedelta(days=7 if week == "later" else 0)


def next_day(today: date, day: int) -> date | None:
    """The next day with that number in its month."""
    months = (today.month - 1 + ahead for ahead in range(3))
    days = (made(today.year + month // 12, month % 12 + 1, day) for month in months)
    return next((found for found in days if found and found >= today), None)


def moved(today: date, count: int, unit: str) -> date:
    """`count` days, weeks, fortnights, months or years from today; at most 1200 of them."""
    if unit in UNITS:
        return today + timedelta(days=count * UNITS[unit])
    month = today.month - 1 + count * {"year": 12, "quarter": 3}.get(unit, 1)
    year, month = today.year + month // 12, month % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def around(day: date, unit: str) -> Days:
    """The week (from Monday), month, quarter or year that holds a day; else the day itself."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return months(day.year, day.month)
    if unit == "quarter":
        return months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
    if unit == "year":
        return months(day.year, 1, 12)
    return day, day


def months(year: int, first: int, count: int = 1) -> Days:
    """All days of `count` months of a year, from the month `first`."""
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def full_year(today: date, year: int) -> int:
    """A year of two figures lies at most five years ahead: the others are dates of birth."""
    if year >= 100:
        return year
    this = today.year // 100 * 100 + year
    return this if this <= today.year + 5 else this - 100


def made(year: int, month: int, day: int) -> date | None:
    """The day, None where there is none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):  # also years beyond what a machine can count
        return None
