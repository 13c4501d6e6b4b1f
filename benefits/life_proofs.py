"""What is known of who has to show that they are alive: due dates, evidence, attempts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Protocol

from pydantic import TypeAdapter

from benefits.country import DATA, read

Row = Mapping[str, Any]


class Proofs(Protocol):
    """The proofs of life that are kept. Days are ISO dates."""

    def due(self, person_id: int) -> str | None:
        """Until when the person has to show that they are alive; None for whom need not."""

    def set_due(self, person_id: int, due_on: str) -> None:
        """Set that day, for the first time too."""

    def evidence(self, person_id: int) -> Sequence[Row]:
        """What showed it, the last first: kind, seen_on and source."""

    def add_evidence(self, person_id: int, kind: str, seen_on: str, source: str) -> None:
        """Keep that something showed it. kind: one of `Rules.evidence`; source: kept encrypted."""

    def facts(self, person_id: int, programmes: Sequence[str], until: str) -> Row:
        """What the person knows: first_year, last_job_year, last_year (of work), employers and
        amount (cents, of the last payment of these programmes until that day); those not on record
        are missing."""

    def failures(self, person_id: int, since: str) -> int:
        """How often questions were not answered since then (a moment, as they are stored)."""

    def add_failure(self, person_id: int) -> None:
        """Keep that they were not."""

    def drawn(self, names: Sequence[str], count: int) -> Sequence[str]:
        """Some of them, drawn at random, in the order that they have."""

    def due_by(self, day: str) -> Sequence[Row]:
        """Whose proof is due by this day: person_id and due_on."""

    def due_reminders(self, day: str) -> Sequence[Row]:
        """Whom to remind of a proof that is due by this day: person_id, phone, language, due_on."""

    def reminded(self, person_id: int) -> None:
        """Keep that the reminder was sent."""


@dataclass(frozen=True)
class Rules:
    """`data/proof_of_life.yaml`."""

    programmes: tuple[str, ...]
    every: int
    opens: int
    evidence: Mapping[str, int]
    asked: int
    right: int
    wait: int
    years_off: int
    amount_off: int


@cache
def rules() -> Rules:
    """The rules."""
    return TypeAdapter(Rules).validate_python(read(DATA / "proof_of_life.yaml"))


def matched(evidence: Sequence[Row], today: date) -> date | None:
    """The last day on which something showed that the person is alive that still counts."""
    days = [
        seen
        for row in evidence
        if (seen := date.fromisoformat(row["seen_on"])) <= today
        and months_after(seen, rules().evidence.get(row["kind"], 0)) > today
    ]
    return max(days, default=None)


def is_open(due_on: date, today: date) -> bool:
    """Can the proof be done by now?"""
    return today >= due_on - timedelta(days=rules().opens)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    month = day.year * 12 + day.month - 1 + months
    for number in (day.day, 30, 29, 28):
        try:
            return date(month // 12, month % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has twenty-eight days")
