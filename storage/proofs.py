"""Proofs of life: due dates, what showed it, and what only the person should know."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from storage.rows import Row, Rows


class Proofs:
    """The proofs as one turn sees them; the shape of `benefits.life_proofs.Proofs`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def due(self, person_id: int) -> str | None:
        """Until when the person has to show that they are alive; None for whom need not."""
        row = self._rows.first("SELECT due_on FROM proof_of_life WHERE person_id = ?", person_id)
        return row["due_on"] if row else None

    def set_due(self, person_id: int, due_on: str) -> None:
        """Set that day; a reminder is then wanted again."""
        self._rows.write(
            "INSERT INTO proof_of_life (person_id, due_on) VALUES (?, ?) ON CONFLICT (person_id)"
            " DO UPDATE SET due_on = excluded.due_on, reminded_at = NULL",
            person_id,
            due_on,
        )

    def evidence(self, person_id: int) -> list[Row]:
        """What showed it, the last first: kind, seen_on and source."""
        rows = self._rows.all(
            "SELECT kind, seen_on, source FROM evidence WHERE person_id = ?"
            " ORDER BY seen_on DESC, id DESC",
            person_id,
        )
        return [{**row, "source": self._rows.vault.decrypt(row["source"])} for row in rows]

    def add_evidence(self, person_id: int, kind: str, seen_on: str, source: str) -> None:
        """Keep that something showed it."""
        self._rows.insert(
            "evidence",
            {
                "person_id": person_id,
                "kind": kind,
                "seen_on": seen_on,
                "source": self._rows.vault.encrypt(source),
                "created_at": self._rows.now,
            },
        )

    def facts(self, person_id: int, programmes: Sequence[str], until: str) -> Row:
        """What the person knows; years and amounts that are not on record are missing."""
        spells = self._rows.all(
            "SELECT first_month, last_month, employer FROM contribution WHERE person_id = ?"
            " ORDER BY first_month",
            person_id,
        )
        marks = ", ".join("?" * len(programmes))
        payment = self._rows.first(
            f"SELECT amount FROM payment WHERE person_id = ? AND programme IN ({marks})"
            " AND due_on <= ? AND status = 'paid' ORDER BY due_on DESC LIMIT 1",
            person_id,
            *programmes,
            until,
        )
        facts: dict[str, Any] = {"amount": payment["amount"]} if payment else {}
        if spells:
            facts["first_year"] = int(spells[0]["first_month"][:4])
            facts["last_job_year"] = int(spells[-1]["first_month"][:4])
            facts["last_year"] = int(spells[-1]["last_month"][:4])
            facts["employers"] = [spell["employer"] for spell in spells]
        return facts

    def failures(self, person_id: int, since: str) -> int:
        """How often questions were not answered since then."""
        (count,) = self._rows.column(
            "SELECT count(*) FROM proof_attempt WHERE person_id = ? AND at >= ?", person_id, since
        )
        return int(count)

    def add_failure(self, person_id: int) -> None:
        """Keep that they were not."""
        self._rows.insert("proof_attempt", {"person_id": person_id, "at": self._rows.now})

    def drawn(self, names: Sequence[str], count: int) -> list[str]:
        """Some of them, drawn at random, in the order that they have."""
        chosen = secrets.SystemRandom().sample(list(names), count)
        return [name for name in names if name in chosen]

    def due_by(self, day: str) -> list[Row]:
        """Whose proof is due by this day: person_id and due_on."""
        return [
            *self._rows.all(
                "SELECT person_id, due_on FROM proof_of_life WHERE due_on <= ? ORDER BY person_id",
                day,
            )
        ]

    def due_reminders(self, day: str) -> list[Row]:
        """Whom to remind of a proof that is due by this day: person_id, phone, language, due_on.
        Of several telephones the first."""
        rows = self._rows.all(
            """SELECT person_id, person.language, due_on,
                   (SELECT number FROM phone WHERE phone.person_id = person.id LIMIT 1) AS phone
               FROM proof_of_life JOIN person ON person.id = person_id
               WHERE due_on <= ? AND reminded_at IS NULL AND phone IS NOT NULL""",
            day,
        )
        return [{**row, "phone": self._rows.vault.decrypt(row["phone"])} for row in rows]

    def reminded(self, person_id: int) -> None:
        """Keep that the reminder was sent."""
        self._rows.write(
            "UPDATE proof_of_life SET reminded_at = ? WHERE person_id = ?",
            self._rows.now,
            person_id,
        )
