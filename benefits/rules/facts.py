"""The facts that the institution has about a person, from the rows of its registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

Row = Mapping[str, Any]


def facts_of(person_rows: Row, on: date, programme: str = "") -> dict[str, Any]:
    """What `source: record` means in facts.yaml. What the rows do not tell is left out.

    person_rows: a person as `benefits.seed` and the tables of the registry have it: birth_date,
    contributions (first_month, last_month, base in cents) and claims (programme, status,
    received_on). programme: whose claim counts as applied for; none, when nobody has yet.
    A row that cannot be read, or lies after `on`, is left out.
    """
    facts: dict[str, Any] = {}
    birth = _day(person_rows.get("birth_date"))
    if birth is not None and birth <= on:
        facts["birth_date"] = birth.isoformat()
    if "contributions" in person_rows:
        facts |= _of_contributions(person_rows["contributions"], on)
    applied = [
        day
        for claim in person_rows.get("claims", ())
        if claim["programme"] == programme and claim["status"] != "withdrawn"
        if (day := _day(claim["received_on"])) is not None and day <= on
    ]
    if applied:
        facts["applied_on"] = max(applied).isoformat()
    return facts


def _of_contributions(rows: Sequence[Row], on: date) -> dict[str, Any]:
    spans = paid_spans(rows, on)
    this_month = on.year * 12 + on.month - 1
    facts: dict[str, Any] = {
        "contribution_months": sum(end - first for first, end, _ in spans),
        "contribution_months_3": _within(spans, this_month - 3, this_month),
        "contribution_months_24": _within(spans, this_month - 24, this_month),
        "employed": _within(spans, this_month - 1, this_month + 1) > 0,
    }
    if spans:
        facts["last_wage"] = spans[-1][2]
        facts["average_wage"] = _average(spans, facts["contribution_months"])
        facts["average_wage_6"] = _average(spans, 6)
        facts["average_wage_12"] = _average(spans, 12)
    return facts


def paid_spans(rows: Sequence[Row], on: date) -> list[tuple[int, int, int]]:
    """When contributions were paid for the same wage, up to `on`: the first month, the month after
    the last one (year × 12 + month - 1), and the wage in cents; one after the other.

    A month with two employers counts once, with both wages.
    """
    after = on.year * 12 + on.month
    employers: dict[int, int] = {}
    wages: dict[int, int] = {}
    for row in rows:
        first, last = _month(str(row["first_month"])), _month(str(row["last_month"]))
        if first is None or last is None or first >= (end := min(last + 1, after)):
            continue
        base = int(row["base"])
        for month, one in ((first, 1), (end, -1)):
            employers[month] = employers.get(month, 0) + one
            wages[month] = wages.get(month, 0) + one * base
    spans, many, wage = [], 0, 0
    for month, following in pairwise(sorted(employers)):
        many += employers[month]
        wage += wages[month]
        if many:
            spans.append((month, following, wage))
    return spans


def _within(spans: Sequence[tuple[int, int, int]], start: int, stop: int) -> int:
    """How many months from `start` and before `stop` are paid for."""
    return sum(max(0, min(end, stop) - max(first, start)) for first, end, _ in spans)


def _average(spans: Sequence[tuple[int, int, int]], months: int) -> int:
    """The average of so many months that were paid for last, in cents, rounded half up."""
    total, left = 0, months
    for first, end, wage in reversed(spans):
        counted = min(left, end - first)
        total += counted * wage
        left -= counted
    many = months - left
    return (2 * total + many) // (2 * many)


@lru_cache(maxsize=4096)
def _month(text: str) -> int | None:
    """Remembered: a review reads the same few hundred months for everybody."""
    day = _day(f"{text}-01")
    return None if day is None else day.year * 12 + day.month - 1


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
