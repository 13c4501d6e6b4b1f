"""Contributions: what is paid in, and what is still to be paid."""

from __future__ import annotations

import sqlite3

from storage.rows import Row, Rows
from storage.vault import Vault


class Contributions:
    """The contributions as one turn sees them; the shape of `benefits.records.Contributions`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def born(self, person_id: int) -> str:
        """The person's date of birth (ISO). Raises LookupError for a person who is not there."""
        row = self._rows.first("SELECT birth_date FROM person WHERE id = ?", person_id)
        if row is None:
            raise LookupError(f"no person {person_id}")
        return self._rows.vault.decrypt(row["birth_date"])

    def spells(self, person_id: int) -> list[Row]:
        """Unbroken times of work, the earliest first: first_month, last_month, employer, base."""
        return [
            *self._rows.all(
                "SELECT first_month, last_month, employer, base FROM contribution"
                " WHERE person_id = ? ORDER BY first_month, last_month",
                person_id,
            )
        ]

    def notices(self, person_id: int) -> list[Row]:
        """What they were asked to pay, the earliest first: reference, first_month, last_month,
        amount, paid, due_on."""
        rows = self._rows.all(
            "SELECT * FROM contribution_notice WHERE person_id = ? ORDER BY due_on, id", person_id
        )
        return [{**row, "reference": self._rows.vault.decrypt(row["reference"])} for row in rows]

    def notice(self, reference: str) -> Row | None:
        """The notice with this payment reference: as in `notices`, with person_id."""
        row = self._rows.first(
            "SELECT * FROM contribution_notice WHERE reference_print = ?",
            self._rows.vault.fingerprint(reference),
        )
        return {**row, "reference": reference} if row else None


def load(connection: sqlite3.Connection, vault: Vault, person_id: int, person: Row) -> None:
    """Insert the contributions of a person, in the shape that `benefits.seed.people` describes."""
    connection.executemany(
        "INSERT INTO contribution (person_id, first_month, last_month, employer, base)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (person_id, spell["first_month"], spell["last_month"], spell["employer"], spell["base"])
            for spell in person["contributions"]
        ],
    )
    connection.executemany(
        "INSERT INTO contribution_notice (person_id, reference, reference_print, first_month,"
        " last_month, amount, paid, due_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                person_id,
                vault.encrypt(notice["reference"]),
                vault.fingerprint(notice["reference"]),
                notice["first_month"],
                notice["last_month"],
                notice["amount"],
                notice["paid"],
                notice["due_on"],
            )
            for notice in person.get("notices", ())
        ],
    )
