"""Working days, and the days that are counted by them: promises and payments."""

from __future__ import annotations

from datetime import date, timedelta

from benefits.country import PaymentDay, holidays

_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and not is_holiday(day)


def is_holiday(day: date) -> bool:
    """Is it a public holiday, on whatever weekday?"""
    return f"{day:%m-%d}" in holidays()


def next_working_day(after: date) -> date:
    """The first working day after this day."""
    day = after + _DAY
    while not is_working_day(day):
        day += _DAY
    return day


def payment_day(rule: PaymentDay, year: int, month: int) -> date:
    """The day on which a benefit is paid for this month.

    It may lie in the month before or after, when the rule moves it over the end of the month.
    """
    day = date(year, month, rule.day)
    while not is_working_day(day):
        day += -_DAY if rule.moved == "before" else _DAY
    return day


def next_payment_day(rule: PaymentDay, on_or_after: date) -> date:
    """The first payment day on or after this day."""
    # From the month before: its payment may have been moved into this one.
    month = on_or_after.year * 12 + on_or_after.month - 2
    while (day := payment_day(rule, month // 12, month % 12 + 1)) < on_or_after:
        month += 1
    return day


def working_days_after(day: date, count: int) -> date:
    """The working day that is so many of them after this day."""
    for _ in range(count):
        day = next_working_day(day)
    return day
