"""Payments to people who have died, by what is on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from benefits.checks.finding import Finding, Limits, Row


def match(rows: Sequence[Row], limits: Limits, today: date) -> Iterator[Finding]:
    """rows: the payments of people with a death on record: person_id, died_on, due_on and status.
    A death that is dated later than today is a mistake of the record, and found all the same."""
    waiting: dict[int, Row] = {}
    for row in rows:
        if row["status"] in ("due", "held") and row["due_on"] >= today.isoformat():
            waiting.setdefault(row["person_id"], row)
    for person, row in waiting.items():
        yield Finding(str(person), {"died_on": row["died_on"]}, person)


def paid_after(rows: Sequence[Row], limits: Limits, today: date) -> Iterator[Finding]:
    """rows: as for `match`, with programme and amount (cents)."""
    paid: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        last = date.fromisoformat(row["died_on"]) + timedelta(days=limits["days"])
        if row["status"] == "paid" and row["due_on"] > last.isoformat():
            paid[row["person_id"]].append(row)
    for person, payments in paid.items():
        made = [
            {name: row[name] for name in ("programme", "due_on", "amount")}
            for row in sorted(payments, key=lambda row: (row["due_on"], row["programme"]))
        ]
        yield Finding(str(person), {"died_on": payments[0]["died_on"], "payments": made}, person)
