"""Disputing months of the record of contributions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.cases import Category, open_case
from benefits.contributions import insured
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.insured import Insured
from benefits.months import Period, month_in, month_of, period
from benefits.running import running

CATEGORY: Category = "dispute"
ABOUT = "contributions"


@function(
    "contributions.check_months",
    takes=("wrong", "period"),
    gives=("state", "period", "months", "employer", "employers", "code", "due_date"),
    level=Level.PIN,
)
def check_months(asked: Asked, wrong: str, period: Period) -> Mapping[str, Any]:
    """Can these months be disputed?

    wrong: missing (not paid in), wage or employer (not theirs). state: fine, no_start, future,
    too_young, running (a dispute about some of them has begun: code, due_date), there (they are
    missing, but all of them are on the record) or not_there (none of them is on the record).
    period: whole months. employers: how many paid in for them; employer: who, if it is one.
    """
    mine = insured(asked)
    answer = {"state": "no_start", "period": period, "months": 0, "employer": "", "employers": 0}
    answer |= {"code": "", "due_date": ""}
    if not period["from"]:
        return answer
    first, last = month_in(period["from"]), month_in(period["to"])
    employers = mine.employers(first, last)
    answer |= {
        "period": whole(first, last),
        "months": last - first + 1,
        "employer": employers[0] if len(employers) == 1 else "",
        "employers": len(employers),
    }
    begun = _begun(asked, first, last)
    if begun:
        return {**answer, "state": "running", "code": begun["code"], "due_date": begun["due_date"]}
    return {**answer, "state": _state(mine, wrong, first, last)}


def whole(first: int, last: int) -> Period:
    """The months as a period."""
    return period(first, last)


def _state(mine: Insured, wrong: str, first: int, last: int) -> str:
    if last > month_of(mine.today):
        return "future"
    if mine.too_young(first):
        return "too_young"
    paid = [month in mine.wages for month in range(first, last + 1)]
    if wrong == "missing" and all(paid):
        return "there"
    if wrong != "missing" and not any(paid):
        return "not_there"
    return "fine"


def _begun(asked: Asked, first: int, last: int) -> Mapping[str, Any] | None:
    """The dispute about any of these months that is not over."""
    for case in running(asked, CATEGORY):
        about = case["about"]
        if about.get("subject") != ABOUT:
            continue
        if month_in(about["from"]) <= last and first <= month_in(about["to"]):
            return case
    return None


@function(
    "contributions.dispute",
    takes=("wrong", "period", "employer"),
    gives=("code", "due_date"),
    level=Level.PIN,
)
def dispute(asked: Asked, wrong: str, period: Period, employer: str) -> Mapping[str, Any]:
    """Open a case for months that `contributions.check_months` found fine.

    due_date: ISO date by which a person has looked at it.
    """
    about = {
        "subject": ABOUT,
        "wrong": wrong,
        "employer": employer,
        "from": period["from"],
        "to": period["to"],
    }
    code, due = open_case(asked, CATEGORY, about)
    return {"code": code, "due_date": due}
