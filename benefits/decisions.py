"""Decisions: what was decided, by which rules, and who stands for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from benefits.country import local, programmes
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.rules import Decision, ruleset, would_change

Row = Mapping[str, Any]
APPEAL_DAYS = 60
"""Within which a decision may be appealed against: Procedure Act, section 40."""
_IN_FORCE = "in_force"
_NOTHING = {
    "found": False,
    "any": False,
    "waiting": False,
    "id": 0,
    "outcome": "",
    "programme_name": "",
    "amount": 0,
    "first_on": "",
    "reason": "",
    "law": "",
    "change": "",
    "decided_on": "",
    "appeal_by": "",
    "in_time": False,
}


class Decisions(Protocol):
    """The decisions that are kept. A row: id, cause, person_id, programme, outcome, amount (cents
    or None), first_on, last_on, ruleset_version, record (bytes, as `benefits.rules` writes them),
    status (proposed, in_force, returned, superseded or finding), automated, entered_by, reviewer,
    at, decided_at. A finding is what a review came to about somebody who does not draw the benefit.
    """

    def add(self, row: Row) -> None:
        """Keep a decision, with claim_reference or an empty one; what its cause names has been
        decided already: nothing is kept."""

    def of_claim(self, reference: str) -> Row | None:
        """The latest decision on a claim."""

    def of_person(self, person_id: int) -> Sequence[Row]:
        """The person's decisions, newest first; findings are none."""

    def by_cause(self, cause: str) -> Row | None:
        """The decision of this cause, or None."""

    def supersede(self, person_id: int, programme: str) -> None:
        """What is in force of a programme gives way to the decision that is kept next."""

    def waiting(self) -> Sequence[Row]:
        """What is proposed and waits for a person, oldest first."""

    def settle(self, decision_id: int, status: str, reviewer: str) -> None:
        """A person puts a proposed decision in force, or returns it; never their own entry, for
        which the turn fails."""


@function("decisions.explain", optional=("reference",), gives=tuple(_NOTHING), level=Level.PIN)
def explain(asked: Asked, reference: str | None = None) -> Mapping[str, Any]:
    """A decision of the person with its reason: on the claim with this reference, or the latest.

    Somebody else's reference is as unknown as one that nobody has. any: the person has decisions.
    waiting: what is found is only proposed, and nothing of it is told. outcome: granted or refused.
    amount: cents a month. reason: the fact that decided and its threshold, in a sentence, empty
    where a person weighed it; law: where it is written. change: what would have to be different.
    decided_on, appeal_by: ISO dates; in_time: an appeal still is.
    """
    assert asked.identity.person is not None
    own = asked.registry.decisions.of_person(asked.identity.person)
    row = _meant(asked, own, reference)
    if row is None:
        return {**_NOTHING, "any": bool(own)}
    told = {
        **_NOTHING,
        "found": True,
        "any": True,
        "id": row["id"],
        "programme_name": programmes()[row["programme"]].name(asked.language),
    }
    if row["status"] != _IN_FORCE:
        return {**told, "waiting": True}
    decided = date.fromisoformat(row["decided_at"][:10])
    until = decided + timedelta(days=APPEAL_DAYS)
    return {
        **told,
        "outcome": row["outcome"],
        "amount": row["amount"] or 0,
        "first_on": row["first_on"],
        "decided_on": decided.isoformat(),
        "appeal_by": until.isoformat(),
        "in_time": local(asked.now).date() <= until,
        **_why(row, asked.language),
    }


def _meant(asked: Asked, own: Sequence[Row], reference: str | None) -> Row | None:
    """The decision that is asked for: what was decided counts before what is only proposed."""
    if reference:
        found = asked.registry.decisions.of_claim(reference)
        return found if found and found["person_id"] == asked.identity.person else None
    return next((row for row in own if row["status"] == _IN_FORCE), own[0] if own else None)


def _why(row: Row, language: str) -> Mapping[str, str]:
    """The reason and what would change it, from the record alone."""
    rules = ruleset()
    record = Decision.from_record(row["record"])
    reason = record.deciding
    if reason is None or record.outcome != row["outcome"]:
        # A person weighed it, or decided otherwise than the rules proposed: the letter says why.
        return {"reason": "", "law": "", "change": ""}
    # Rules of another day would answer another question than the one that was decided.
    changes = would_change(record, rules) if record.ruleset_version == rules.version else ()
    return {
        "reason": rules.explain(reason, language),
        "law": rules.reference(reason, language),
        "change": rules.explain_change(changes[0], language) if changes else "",
    }
