"""What is paid a month, worked out once more: from the articles that people are told, in `Decimal`.

Written apart from `benefits.rules`, of which it uses nothing: neither its rules nor its arithmetic.
Amounts are dollars with cents; None means that nothing is granted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

Facts = Mapping[str, Any]
_EXACT = Context(prec=60)


def paid(programme: str, facts: Facts, on: date) -> Decimal | None:
    """The amount a month of a programme, rounded to the cent once, at the end."""
    with localcontext(_EXACT):
        amount = _PROGRAMMES[programme](facts, on)
        return None if amount is None else amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def income_limit(facts: Facts, on: date) -> Decimal:
    """What a household may have a month: 400, 200 for each other adult, 150 for each child."""
    first = _by_year(on, (2026, "400"), (2025, "388"), (0, "340"))
    other = _by_year(on, (2026, "200"), (2025, "194"), (0, "170"))
    child = _by_year(on, (2026, "150"), (2025, "145.50"), (0, "127.50"))
    return first + (facts["adults"] - 1) * other + facts["children_at_home"] * child


def _old_age(facts: Facts, on: date) -> Decimal | None:
    pension_age, early_age = (65, 62) if on.year >= 2020 else (64, 61)
    a_child = 24 if on.year >= 2018 else 12
    months = facts["contribution_months"] + min(
        facts["child_care_months"], a_child * facts["children_raised"]
    )
    born, today, asked = (_month(day) for day in (facts["birth_date"], on, facts["applied_on"]))
    at_age = born + 12 * pension_age
    if today >= at_age:
        # Paid back three months, but not to when the months were not complete.
        over = months - 180
        begins = max(at_age, asked - (3 if over >= facts["contribution_months_3"] else over))
    elif today >= born + 12 * early_age and facts["early"]:
        begins = max(born + 12 * early_age, asked)
    else:
        return None
    if months < 180:
        return None
    # 1.5 % for twelve months, half a percent a month more or less.
    pension = _dollars(facts["average_wage"]) * months * Decimal("1.5") / 1200
    pension = pension * (1000 + 5 * (begins - at_age)) / 1000
    return max(pension, _by_year(on, (2026, "300"), (2025, "291"), (2024, "282"), (0, "260")))


def _unemployment(facts: Facts, on: date) -> Decimal | None:
    needed = 12 if on.year >= 2019 else 15
    if (
        facts["contribution_months_24"] < needed
        or facts["occupation"] == "self_employed"
        or facts["job_loss"] == "fault"
        or facts["job_ended_on"] > on
        or facts["hours_a_week"] > 15
        or not facts["lives_here"]
    ):
        return None
    wage = _dollars(facts["average_wage_6"])
    if facts["child_at_home"]:
        most = _by_year(on, (2026, "1400"), (2025, "1360"), (0, "1200"))
        benefit = min(wage * 7 / 10, most)
    else:
        most = _by_year(on, (2026, "1200"), (2025, "1165"), (0, "1030"))
        benefit = min(wage * 6 / 10, most)
    if facts["hours_a_week"]:
        benefit -= _dollars(facts["monthly_earnings"]) / 2
    return max(benefit, Decimal(0))


def _children(facts: Facts, on: date) -> Decimal | None:
    count = facts["children_under_16"] + facts["children_at_school"]
    if not count or facts["other_parent_paid"] or not facts["lives_here"]:
        return None
    first = _by_year(on, (2026, "60"), (2025, "58.20"), (2024, "56.40"), (0, "50"))
    later = _by_year(on, (2026, "80"), (2025, "77.60"), (2024, "75.20"), (0, "66"))
    rates = [first] + [later] * (count - 1)
    disabled = min(facts["children_disabled"], count)
    eldest_too = facts["first_child_disabled"] or disabled == count
    doubled = rates[:disabled] if eldest_too else rates[1 : disabled + 1]
    return sum(rates, Decimal(0)) + sum(doubled, Decimal(0))


def _maternity(facts: Facts, on: date) -> Decimal | None:
    weeks = (16 if facts["babies"] == 1 else 20) - (0 if on >= date(2022, 7, 1) else 2)
    last = facts["expected_on"] + timedelta(weeks=weeks - 6, days=-1)
    if facts["contribution_months_24"] < 12 or not facts["lives_here"] or on > _later(last, 3):
        return None
    if facts["occupation"] == "employee":
        most = _by_year(on, (2026, "2000"), (2025, "1940"), (0, "1700"))
        return min(_dollars(facts["average_wage_6"]) * 8 / 10, most)
    least = _by_year(on, (2026, "250"), (2025, "242.50"), (0, "220"))
    return max(_dollars(facts["average_wage_12"]) * 8 / 10, least)


def _support(facts: Facts, on: date) -> Decimal | None:
    lacking = income_limit(facts, on) - _dollars(facts["household_income"])
    if lacking <= 0 or _dollars(facts["savings"]) >= 2000 or not facts["lives_here"]:
        return None
    return lacking


_PROGRAMMES = {
    "old_age_pension": _old_age,
    "unemployment_benefit": _unemployment,
    "child_allowance": _children,
    "maternity_benefit": _maternity,
    "income_support": _support,
}


def _by_year(on: date, *rates: tuple[int, str]) -> Decimal:
    """The rate of the first year that has begun: rates from the newest to the oldest."""
    return Decimal(next(rate for year, rate in rates if on.year >= year))


def _dollars(cents: int) -> Decimal:
    return Decimal(cents) / 100


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    lengths: Sequence[int] = (31, 29 if _leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return date(year, month + 1, min(day.day, lengths[month]))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
