"""Invented circumstances of people, all known: many of them close to where a rule turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple


class Case(NamedTuple):
    """What a decision is asked for."""

    programme: str
    facts: Mapping[str, Any]
    on: date


def cases(count: int, seed: int = 1) -> Iterator[Case]:
    """Cases of all programmes that pay an amount by rules, in turn."""
    random = Random(seed)
    makers = tuple(_MAKERS.items())
    for index in range(count):
        programme, make = makers[index % len(makers)]
        on = _day(random)
        yield Case(programme, make(random, on), on)


def _day(random: Random) -> date:
    """Today, any day, or the first or last one of a half year, when parameters change."""
    turn = date(random.randrange(2016, 2028), random.choice((1, 7)), 1)
    any_day = date(2015, 1, 1) + timedelta(days=random.randrange(13 * 365))
    return random.choice((date(2026, 11, 27), any_day, turn, turn - timedelta(days=1)))


def _pension(random: Random, on: date) -> dict[str, Any]:
    # From 60 to 72, most of them about a birthday that counts.
    born = on - timedelta(days=random.choice((62, 64, 65, 68)) * 365 + random.randrange(-700, 700))
    return {
        "birth_date": born,
        "contribution_months": random.choice((random.randrange(150, 200), random.randrange(600))),
        "contribution_months_3": random.randrange(4),
        "average_wage": random.randrange(20_000, 900_000),
        "children_raised": random.randrange(4),
        "child_care_months": random.choice((0, random.randrange(100))),
        "early": random.random() < 0.6,
        "applied_on": on - timedelta(days=random.choice((0, random.randrange(400)))),
    }


def _unemployment(random: Random, on: date) -> dict[str, Any]:
    return {
        "contribution_months_24": random.randrange(8, 25),
        "average_wage_6": random.choice(
            (random.randrange(400_000), 200_000 + random.randrange(-3, 4))
        ),
        "occupation": random.choice(("employee",) * 9 + ("self_employed",)),
        "job_loss": random.choice(("ended",) * 7 + ("left", "left", "fault")),
        "job_ended_on": on - timedelta(days=random.randrange(-3, 120)),
        "applied_on": on - timedelta(days=random.choice((0, 0, random.randrange(60)))),
        "hours_a_week": random.choice((0, 0, random.randrange(20))),
        "monthly_earnings": random.randrange(120_000),
        "child_at_home": random.random() < 0.4,
        "ill_when_late": random.random() < 0.3,
        "lives_here": random.random() < 0.95,
    }


def _children(random: Random, on: date) -> dict[str, Any]:
    return {
        "children_under_16": random.randrange(6),
        "children_at_school": random.randrange(3),
        "children_disabled": random.choice((0, 0, random.randrange(5))),
        "first_child_disabled": random.random() < 0.5,
        "other_parent_paid": random.random() < 0.05,
        "lives_here": random.random() < 0.95,
        "child_since": on - timedelta(days=random.randrange(2000)),
    }


def _maternity(random: Random, on: date) -> dict[str, Any]:
    return {
        "contribution_months_24": random.randrange(9, 25),
        "expected_on": on + timedelta(days=random.randrange(-260, 200)),
        "babies": random.choice((1, 1, 1, 2, 3)),
        "occupation": random.choice(("employee", "employee", "self_employed")),
        "average_wage_6": random.choice(
            (random.randrange(500_000), 250_000 + random.randrange(-3, 4))
        ),
        "average_wage_12": random.randrange(90_000),
        "lives_here": random.random() < 0.95,
    }


def _support(random: Random, on: date) -> dict[str, Any]:
    return {
        "adults": random.randrange(1, 5),
        "children_at_home": random.randrange(6),
        "household_income": random.choice(
            (0, random.randrange(150_000), 40_000 + random.randrange(-2, 3))
        ),
        "savings": random.choice((random.randrange(250_000), 200_000 + random.randrange(-2, 3))),
        "lives_here": random.random() < 0.95,
    }


_MAKERS: Mapping[str, Callable[[Random, date], dict[str, Any]]] = {
    "old_age_pension": _pension,
    "unemployment_benefit": _unemployment,
    "child_allowance": _children,
    "maternity_benefit": _maternity,
    "income_support": _support,
}
