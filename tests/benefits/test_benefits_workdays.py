"""Weekends, holidays, and payment days moved around them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from benefits.country import PaymentDay, programmes
from benefits.workdays import is_working_day, next_payment_day, next_working_day, payment_day


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2026, 11, 23), date(2026, 11, 24)),  # Monday
        (date(2026, 11, 27), date(2026, 11, 30)),  # Friday: over the weekend
        (date(2026, 12, 24), date(2026, 12, 28)),  # two holidays, then a Sunday
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_next_working_day(after, expected):
    assert next_working_day(after) == expected


def test_a_payment_day_at_the_weekend_moves_its_own_way():
    assert payment_day(PaymentDay(28, "before"), 2026, 11) == date(2026, 11, 27)
    assert payment_day(PaymentDay(28, "after"), 2026, 11) == date(2026, 11, 30)
    assert payment_day(PaymentDay(1, "before"), 2027, 1) == date(2026, 12, 31)


def test_a_payment_moved_into_the_month_before_is_not_missed():
    first = PaymentDay(1, "before")
    assert next_payment_day(first, date(2026, 12, 30)) == date(2026, 12, 31)
    assert next_payment_day(first, date(2027, 1, 1)) == date(2027, 2, 1)


def test_payment_days_are_working_days_and_at_most_five_weeks_away():
    for programme in programmes().values():
        day = date(2026, 1, 1)
        for _ in range(800):
            coming = next_payment_day(programme.payment, day)
            assert is_working_day(coming)
            assert timedelta(0) <= coming - day <= timedelta(days=36)
            day += timedelta(days=1)
