"""What a pension would come to: an estimate by the rules, from the record as it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from benefits.contributions import insured, person_of
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.insured import Insured, missing_in, pension_day
from benefits.months import first_day, month_of, period
from benefits.rules import Decision, decide

PROGRAMME = "old_age_pension"
_NO_CHILDREN = {"children_raised": 0, "child_care_months": 0, "early": False}
"""What only the person knows: months for children would come on top."""


@function(
    "pensions.estimate",
    takes=(),
    gives=("state", "months", "needed", "starts", "now", "later", "later_months"),
    level=Level.PIN,
)
def estimate(asked: Asked) -> Mapping[str, Any]:
    """The old-age pension as it would be (cents a month), without months for children.

    state: none (nothing is paid in), granted (a pension is paid already), enough (also with the
    months that are there), going_on (only by going on until the pension age) or later (after it).
    starts: the month (a period) from which. now: with the months that are there; later: going on
    until then at the wage of the last month, with `later_months`. needed: months that it takes.
    """
    mine = insured(asked)
    answer: dict[str, Any] = {"months": len(mine.wages), "starts": "", "now": 0, "later": 0}
    answer |= {"needed": 0, "later_months": len(mine.wages)}
    if not mine.wages:
        return {"state": "none", **answer}
    if _paid_already(asked):
        return {"state": "granted", **answer}
    open_from = month_of(mine.today) + (month_of(mine.today) in mine.wages)
    start = max(pension_day(mine), first_day(month_of(mine.today)))
    now = pension(mine, start)
    answer["needed"] = needed = _needed(now)
    state = "enough" if now.amount else "going_on"
    enough = first_day(open_from + needed - len(mine.wages))
    if not now.amount and enough > start:
        state, start = "later", enough
    more = range(open_from, month_of(start))
    later = pension(mine, start, more, _last_wage(mine))
    return {
        "state": state,
        **answer,
        "now": now.amount or 0,
        "later": later.amount or 0,
        "later_months": len(mine.wages) + len(more),
        # Who asks late gets the first months afterwards; nobody gets any before having enough.
        "starts": _month(start if state == "later" else date.fromisoformat(later.first_on)),
    }


@function(
    "contributions.effect",
    takes=(),
    gives=("state", "missing", "gap", "more", "pension"),
    level=Level.PIN,
)
def effect(asked: Asked) -> Mapping[str, Any]:
    """What the months that are missing mean for the old-age pension.

    state: none (there are no gaps), one or many (so many gaps, and `more` cents a month with them
    at the average wage), same (they would change nothing, as the least pension is paid), enough
    (with them there would be a pension, of so much) or short (not even with them). gap: the period,
    if it is one. pension: cents a month with all of them.
    """
    mine = insured(asked)
    gaps = mine.gaps()
    answer: dict[str, Any] = {"missing": missing_in(gaps), "gap": "", "more": 0, "pension": 0}
    if not gaps:
        return {"state": "none", **answer}
    answer["gap"] = period(*gaps[0]) if len(gaps) == 1 else ""
    start = pension_day(mine)
    without = pension(mine, start).amount
    months = [month for first, last in gaps for month in range(first, last + 1)]
    with_ = pension(mine, start, months, mine.average()).amount
    if with_ is None:
        return {"state": "short", **answer}
    if without is None:
        return {"state": "enough", **answer, "pension": with_}
    more = with_ - without
    state = ("one" if len(gaps) == 1 else "many") if more else "same"
    return {**answer, "state": state, "more": more, "pension": with_}


def pension(mine: Insured, start: date, extra: Collection[int] = (), wage: int = 0) -> Decision:
    """What the rules come to for a pension that begins on a day, with further months at a wage; a
    start that lies before today is decided by the rules of today."""
    paid = {*mine.wages, *extra}
    begins = month_of(start)
    facts = {
        "birth_date": mine.born.isoformat(),
        "contribution_months": len(paid),
        "contribution_months_3": len(paid & set(range(begins - 3, begins))),
        "average_wage": mine.average(len(paid) - len(mine.wages), wage),
        "applied_on": start.isoformat(),
        **_NO_CHILDREN,
    }
    return decide(PROGRAMME, facts, max(start, mine.today))


def _last_wage(mine: Insured) -> int:
    """That of the last month which is paid in."""
    return mine.wages[max(mine.wages)]


def _month(day: date) -> Mapping[str, str]:
    return period(month_of(day), month_of(day))


def _needed(decision: Decision) -> int:
    """The months that the rules ask for."""
    found = (r.threshold for r in decision.reasons if r.rule_id.endswith("enough_months"))
    return int(next(found, 0))


def _paid_already(asked: Asked) -> bool:
    rows = asked.registry.payments.of(person_of(asked))
    return any(row["programme"] == PROGRAMME for row in rows)
