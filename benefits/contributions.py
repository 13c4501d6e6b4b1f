"""What somebody's record of contributions shows: a short answer first, then its parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from benefits.country import local
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.insured import Insured, missing_in
from benefits.months import Period, month_in, month_of, period

_AT_ONCE = 2
"""Gaps that are told in one go."""
_YEARS = ("first", "second", "third")


def person_of(asked: Asked) -> int:
    """Whose matters these are; only for functions with a level."""
    person = asked.identity.person
    if person is None:
        raise LookupError("nobody is identified")
    return person


def insured(asked: Asked) -> Insured:
    """The contributions of the person who is identified."""
    records, person = asked.registry.contributions, person_of(asked)
    born = date.fromisoformat(records.born(person))
    return Insured(records.spells(person), born, local(asked.now).date())


@function(
    "contributions.record",
    takes=(),
    gives=("months", "last_24", "employer", "last", "working", "gaps", "missing"),
    level=Level.PIN,
)
def record(asked: Asked) -> Mapping[str, Any]:
    """What is paid in: months in all, and of the last 24.

    last: period of the last month that is paid in. working: that is this month or the one before,
    as for somebody who goes on working. gaps, missing: how many gaps, and months in them.
    """
    mine = insured(asked)
    gaps, last = mine.gaps(), mine.last
    ended = month_in(last["last_month"]) if last else 0
    return {
        "months": len(mine.wages),
        "last_24": mine.paid_within(24),
        "employer": last["employer"] if last else "",
        "last": period(ended, ended) if last else "",
        "working": ended >= month_of(mine.today) - 1,
        "gaps": len(gaps),
        "missing": missing_in(gaps),
    }


@function(
    "contributions.gaps",
    takes=(),
    optional=("page",),
    gives=("count", "first", "second", "more", "page"),
    level=Level.PIN,
)
def gaps(asked: Asked, page: int | None = None) -> Mapping[str, Any]:
    """The gaps, two at a time, the earliest first.

    page: of the last answer, for the next two. count: gaps of this answer, 0 to 2; first, second:
    `{period, months}`.
    """
    at = page or 0
    found = insured(asked).gaps()
    now = [
        {"period": period(first, last), "months": last - first + 1}
        for first, last in found[at : at + _AT_ONCE]
    ]
    return {
        "count": len(now),
        "first": now[0] if now else "",
        "second": now[1] if len(now) > 1 else "",
        "more": len(found) > at + _AT_ONCE,
        "page": at + _AT_ONCE,
    }


@function("contributions.years", takes=(), gives=_YEARS, level=Level.PIN)
def years(asked: Asked) -> Mapping[str, Any]:
    """The last three calendar years of work, the latest first: `{year, months, wages}`, year as a
    period, wages in cents."""
    mine = insured(asked)
    latest = max(mine.wages, default=month_of(mine.today)) // 12
    return {name: _year(mine, latest - back) for back, name in enumerate(_YEARS)}


def _year(mine: Insured, year: int) -> Mapping[str, Any]:
    months = range(year * 12, year * 12 + 12)
    wages = [mine.wages[month] for month in months if month in mine.wages]
    whole: Period = period(months[0], months[-1])
    return {"year": whole, "months": len(wages), "wages": sum(wages)}
