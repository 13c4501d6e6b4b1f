"""What the genuine person hears about something that was found: what to do, and never why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benefits.cases import WORKING_DAYS
from benefits.checks.finding import Finding
from benefits.checks.running import open_case
from benefits.checks.working import is_off
from benefits.checks.written import checks, limit, words
from benefits.country import local
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.workdays import working_days_after

Row = Mapping[str, Any]
INCOME = "declared_income"


def said_about(findings: Sequence[Row], what: str, language: str) -> str:
    """The words for somebody who asks about their `payment` or `claim`; empty where nothing that is
    open concerns it. findings: as `Checks.of_person` gives them."""
    for finding in findings:
        if finding["status"] == "case" and checks()[finding["check"]].told == what:
            return words(what, language)
    return ""


@function("checks.income", takes=("key",), optional=("value",), gives=("due_on",), level=Level.PIN)
def income(asked: Asked, key: str, value: int | None = None) -> Row:
    """Take what somebody says their income was (cents a month; none: they do not know), and put it
    to a person. due_on: the ISO date by which that person has looked at it."""
    person = asked.identity.person
    known = asked.registry.checks.known(INCOME).get(key)
    due = working_days_after(local(asked.now).date(), WORKING_DAYS[checks()[INCOME].priority])
    own = asked.registry.checks.of_person(person or 0)
    found = next((one for one in own if one["check"] == INCOME and one["key"] == key), None)
    if known and found and found["status"] == "asked":
        facts = found["facts"]
        right = value is not None and not is_off(
            facts["fact"], value, facts["recorded"], limit(INCOME, "percent")
        )
        finding = Finding(key, facts, person)
        more = {"said": value, "said_is_as_recorded": right}
        open_case(asked.registry, asked.now, INCOME, finding, known, more)
    return {"due_on": due.isoformat()}
