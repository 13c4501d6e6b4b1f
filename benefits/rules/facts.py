"""The facts that the institution has about a person, from the rows of its registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
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
    bases = monthly_bases(rows, on)
    this_month = on.year * 12 + on.month - 1
    facts: dict[str, Any] = {
        "contribution_months": len(bases),
        **{
            f"contribution_months_{last}": sum(
                month in bases for month in range(this_month - last, this_month)
            )
            for last in (3, 24)
        },
    }
    facts["employed"] = this_month in bases or this_month - 1 in bases
    if bases:
        latest = [bases[month] for month in sorted(bases)]
        facts["last_wage"] = latest[-1]
        facts["average_wage"] = _mean(latest)
        facts["average_wage_6"] = _mean(latest[-6:])
        facts["average_wage_12"] = _mean(latest[-12:])
    return facts


def monthly_bases(rows: Sequence[Row], on: date) -> dict[int, int]:
    """What contributions were paid for, in cents, by month (year × 12 + month - 1), up to `on`.

    A month with two employers counts once, with both wages.
    """
    bases: dict[int, int] = {}
    for row in rows:
        first, last = _month(row["first_month"]), _month(row["last_month"])
        if first is None or last is None:
            continue
        months = range(first, min(last, on.year * 12 + on.month - 1) + 1)
        paid = dict.fromkeys(months, int(row["base"]))
        for month in bases.keys() & paid.keys():
            paid[month] += bases[month]
        bases |= paid
    return bases


def _mean(bases: Sequence[int]) -> int:
    """Cents, rounded half up."""
    return (2 * sum(bases) + len(bases)) // (2 * len(bases))


def _month(text: Any) -> int | None:
    day = _day(f"{text}-01")
    return None if day is None else day.year * 12 + day.month - 1


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
