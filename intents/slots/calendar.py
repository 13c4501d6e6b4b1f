"""From the parts of a date to a day; None where there is no such day."""

from __future__ import annotations

from datetime import date, timedelta


def day_of(today: date, day: int, month: int, year: int | None) -> date | None:
    """A day of a month; without a year the next one, so that 29 February finds its leap year."""
    if year is not None:
        return _date(_century(today, year), month, day)
    years = (_date(today.year + ahead, month, day) for ahead in range(9))
    return next((found for found in years if found and found >= today), None)


def of_three(today: date, first: int, second: int, third: int) -> date | None:
    """Year first when it has four figures; else the day, or the month where it can be no day."""
    if first > 31:
        return _date(first, second, third)
    return day_of(today, first, second, third) or day_of(today, second, first, third)


def weekday(today: date, number: int, *, following_week: bool) -> date:
    """The coming day of that name (Monday is 0), never today, or that of the week after this."""
    if following_week:
        return today + timedelta(days=7 - today.weekday() + number)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def next_day(today: date, day: int) -> date | None:
    """The next day with that number in its month."""
    months = (today.month - 1 + ahead for ahead in range(3))
    days = (_date(today.year + month // 12, month % 12 + 1, day) for month in months)
    return next((found for found in days if found and found >= today), None)


def ahead(today: date, count: int, unit: str) -> date:
    """`count` days, weeks or months from today; at most 366 of them."""
    if unit != "month":
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    month = today.month - 1 + count
    year, month = today.year + month // 12, month % 12 + 1
    days = (_date(year, month, day) for day in range(today.day, 27, -1))
    return next((found for found in days if found), date(year, month, min(today.day, 28)))


def _century(today: date, year: int) -> int:
    """A year of two figures lies at most five years ahead: the others are dates of birth."""
    if year >= 100:
        return year
    this = today.year // 100 * 100 + year
    return this if this <= today.year + 5 else this - 100


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
