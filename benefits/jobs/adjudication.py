"""What a decision of the rules comes to: in force by itself, or put to a person, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from benefits.jobs.work import ToDo
from benefits.rules import Decision, decide, facts_of, ruleset

Row = Mapping[str, Any]
RULES = "rules"
"""Who enters what the rules decide."""
HOLDING = {
    "hold": "a hold on their data",
    "fraud": "a report of fraud",
    "death": "a report of a death",
}
"""Categories of cases that stop what would be done by itself, and what they are called."""


@dataclass(frozen=True)
class Adjudicated:
    """A decision, and what becomes of it."""

    decision: Decision
    to_do: ToDo | None
    """What a person has to do; None: it is in force by itself."""

    def row(self, cause: str, reference: str, person_id: int) -> Row:
        """As `benefits.decisions.Decisions.add` takes it."""
        status = "proposed" if self.to_do else "in_force"
        return decision_row(self.decision, cause, reference, person_id, status)


def adjudicate(
    programme: str,
    record: Row,
    told: Row,
    on: date,
    drawn: Row | None,
    cases: Sequence[str],
) -> Adjudicated:
    """Decide about a person who has applied, or draws a benefit.

    record: as `benefits.rules.facts_of` takes it. told: facts that the person has told. drawn: the
    decision in force about the same benefit. cases: categories of open cases about the person.
    """
    decision = decided(programme, record, told, on)
    return Adjudicated(decision, _to_do(decision, drawn, cases))


def decided(programme: str, record: Row, told: Row, on: date) -> Decision:
    """What the rules come to by what is on record and what was told."""
    return decide(programme, {**facts_of(record, on, programme), **told}, on)


def decision_row(
    decision: Decision, cause: str, reference: str, person_id: int, status: str
) -> Row:
    """A decision of the rules as it is kept."""
    return {
        "cause": cause,
        "claim_reference": reference,
        "person_id": person_id,
        "programme": decision.programme,
        "outcome": decision.outcome,
        "amount": decision.amount,
        "first_on": decision.first_on,
        "last_on": decision.last_on,
        "ruleset_version": decision.ruleset_version,
        "record": decision.to_record(),
        "status": status,
        "automated": int(status == "in_force"),
        "entered_by": RULES,
    }


def _to_do(decision: Decision, drawn: Row | None, cases: Sequence[str]) -> ToDo | None:
    """Only what is granted, and harms nobody, is in force without a person."""
    if decision.outcome == "refused":
        return ToDo(f"The rules refuse this{_because(decision)} Approve it, or decide otherwise.")
    if decision.outcome == "unknown":
        facts = ", ".join(decision.missing) or "what the amount depends on"
        return ToDo(f"Not known: {facts}. Ask the person or for documents, then decide.")
    if decision.outcome == "person":
        return ToDo("A person always decides this benefit. Look at the documents and decide.")
    holding = [HOLDING[category] for category in HOLDING if category in cases]
    if holding:
        return ToDo(
            f"The rules grant this, but there is {' and '.join(holding)}. Settle that first.",
            who="supervisor",
            priority="high",
        )
    if drawn is not None and drawn["amount"] != decision.amount:
        return ToDo(
            "The person draws this benefit with another amount. Approve the new one if"
            " it is right; it takes the place of the old one."
        )
    return None


def _because(decision: Decision) -> str:
    reason = decision.deciding
    return f": {ruleset().explain(reason, 'en')}" if reason else "."
