"""Decisions of the demo country: what the rules come to for the well-known people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from benefits import country
from benefits.rules import decide, facts_of

Row = Mapping[str, Any]


def decisions_of(person: Row, today: date) -> Iterator[Row]:
    """The decisions about a person of `benefits.seed`, as `benefits.decisions.Decisions` keeps
    them, with `decided_on` (ISO) and without the person's id."""
    for entry in country.read(country.DATA / "demo_decisions.yaml"):
        if entry["insurance_number"] != person["insurance_number"]:
            continue
        on = today - timedelta(days=entry["decided"])
        programme = entry["programme"]
        known = facts_of(person, on, programme)
        made = decide(programme, {"applied_on": on.isoformat(), **known, **entry["facts"]}, on)
        settled = entry.get("person", {})
        reference = entry.get("claim", "")
        yield {
            "cause": f"demo:{person['insurance_number']}:{programme}",
            "claim_reference": reference,
            "programme": programme,
            "outcome": settled.get("outcome", made.outcome),
            "amount": settled.get("amount", made.amount),
            "first_on": made.first_on or (on.isoformat() if settled else ""),
            "ruleset_version": made.ruleset_version,
            "record": made.to_record().decode(),
            "automated": 1,
            "entered_by": "rules",
            "status": entry.get("status", "in_force"),
            "reviewer": "" if entry.get("status") else "demo",
            "decided_on": on.isoformat(),
        }
