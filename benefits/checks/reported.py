"""What employers report: contributions that cannot be, and those that stop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from benefits.checks.finding import Finding, Limits, Row
from benefits.months import month_in, month_of, written

PAID_BY = 15
"""The day of the following month by which a contribution is paid."""


def errors(rows: Sequence[Row], limits: Limits, today: date) -> Iterator[Finding]:
    """rows: one for each person: person_id, born (ISO) and spells (first_month, last_month,
    employer). Two employers in one month are no error, one that reports it twice is."""
    for row in rows:
        found = sorted({*_impossible(row, limits, today), *_twice(row["spells"])})
        if found:
            facts = {"errors": [list(error) for error in found]}
            yield Finding(str(row["person_id"]), facts, row["person_id"])


def _impossible(row: Row, limits: Limits, today: date) -> Iterator[tuple[str, str, str]]:
    """What is wrong, the month, and the employer."""
    last = written(month_of(today) + limits["months_ahead"])
    of_age = written(month_in(row["born"]) + limits["least_age"] * 12)
    for spell in row["spells"]:
        if spell["last_month"] > last:
            yield "future", spell["last_month"], spell["employer"]
        if spell["first_month"] < of_age:
            yield "too_young", spell["first_month"], spell["employer"]


def _twice(spells: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
    for one, other in combinations(spells, 2):
        first = max(one["first_month"], other["first_month"])
        if one["employer"] == other["employer"] and first <= min(
            one["last_month"], other["last_month"]
        ):
            yield "overlapping", first, one["employer"]


def gaps(rows: Sequence[Row], limits: Limits, today: date) -> Iterator[Finding]:
    """rows: spells of all people: person_id, employer, first_month and last_month.

    Whoever was paid in for in the month before the last that is due and is in none since, with no
    other employer either, is missing: people who moved on are not.
    """
    due = month_of(today) - (1 if today.day > PAID_BY else 2)
    month, before = written(due), written(due - 1)
    staff: dict[str, set[int]] = defaultdict(set)
    working: set[int] = set()
    for row in rows:
        if row["first_month"] <= before <= row["last_month"]:
            staff[row["employer"]].add(row["person_id"])
        if row["first_month"] <= month <= row["last_month"]:
            working.add(row["person_id"])
    for employer, people in staff.items():
        missing = people - working
        many = len(missing) * 100 > len(people) * limits["percent"]
        if many and len(people) >= limits["least_people"]:
            facts = {"month": month, "people": len(people), "missing": sorted(missing)}
            yield Finding(f"{employer}:{month}", {"employer": employer, **facts})
