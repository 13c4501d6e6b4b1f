"""Decisions: what was decided, by which rules, and who stands for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Row = Mapping[str, Any]


class Decisions(Protocol):
    """The decisions that are kept. A row: id, cause, person_id, programme, outcome, amount (cents
    or None), first_on, ruleset_version, record (bytes, as `benefits.rules` writes them), status
    (proposed, in_force, returned or superseded), automated, entered_by, reviewer, at, decided_at.
    """

    def add(self, row: Row) -> None:
        """Keep a decision, with claim_reference or an empty one; what its cause names has been
        decided already: nothing is kept."""

    def of_claim(self, reference: str) -> Row | None:
        """The latest decision on a claim."""

    def of_person(self, person_id: int) -> Sequence[Row]:
        """The person's decisions, newest first."""

    def waiting(self) -> Sequence[Row]:
        """What is proposed and waits for a person, oldest first."""

    def settle(self, decision_id: int, status: str, reviewer: str) -> None:
        """A person puts a proposed decision in force, or returns it; never their own entry."""
