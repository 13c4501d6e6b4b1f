"""Benefits that somebody has a right to, by what is on record, and does not draw."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from benefits.country import programmes
from benefits.proactive.written import written
from benefits.rules import Decision, decide, facts_of, ruleset

Row = Mapping[str, Any]


def unclaimed(record: Row, drawn: Collection[str], today: date) -> list[str]:
    """The programmes that are granted, or would be if the likely answers to the questions left are
    given; what hangs on anything else is not among them. record: as `facts_of` takes it. drawn:
    programmes that are paid."""
    claimed = {claim["programme"] for claim in record["claims"] if claim["status"] != "withdrawn"}
    return [
        name
        for name in programmes()
        if name not in claimed and name not in drawn and _is_due(name, record, today)
    ]


def _is_due(programme: str, record: Row, today: date) -> bool:
    facts = facts_of(record, today, programme)
    decision = decide(programme, facts, today)
    if decision.outcome == "unknown":
        likely = {name: True for name in decision.missing if _is_likely(name)}
        decision = decide(programme, {**facts, **likely}, today) if likely else decision
    return decision.outcome == "granted" or _holds(decision)


def _holds(decision: Decision) -> bool:
    """Is only the amount open?"""
    return decision.outcome == "unknown" and not decision.decided_by


def _is_likely(name: str) -> bool:
    fact = ruleset().facts[name]
    if fact.source != "person" or fact.type != "boolean":
        return False
    return fact.answers.get(True, 0) >= written().likely
