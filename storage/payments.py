"""Payments that were made or are due, and what was paid too much."""

from __future__ import annotations

import sqlite3

from storage.rows import Row, Rows
from storage.vault import Vault


class Payments:
    """The payments as one turn sees them; the shape of `benefits.records.Payments`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, person_id: int) -> list[Row]:
        """Every payment, the latest first: programme, due_on, amount, status, reason,
        account_end and kept_back (cents, for what was paid too much; amount is without it)."""
        rows = self._rows.all(
            "SELECT programme, due_on, amount, status, reason, account_end, kept_back FROM payment"
            " WHERE person_id = ? ORDER BY due_on DESC, id DESC",
            person_id,
        )
        return [{**row, "account_end": self._opened(row["account_end"])} for row in rows]

    def overpaid(self, person_id: int) -> list[Row]:
        """What is to be paid back, the earliest first: programme, amount, repaid, kept_back,
        reason, decided_on."""
        return [
            *self._rows.all(
                "SELECT programme, amount, repaid, kept_back, reason, decided_on FROM overpayment"
                " WHERE person_id = ? ORDER BY decided_on, id",
                person_id,
            )
        ]

    def _opened(self, secret: str) -> str:
        return self._rows.vault.decrypt(secret) if secret else ""


def load(connection: sqlite3.Connection, vault: Vault, person_id: int, person: Row) -> None:
    """Insert the payments of a person, in the shape that `benefits.seed.people` describes."""
    # One account for all payments of most people: encrypted once.
    secrets: dict[str, str] = {"": ""}
    for payment in person["payments"]:
        end = payment.get("account_end", "")
        if end not in secrets:
            secrets[end] = vault.encrypt(end)
        connection.execute(
            "INSERT INTO payment (person_id, programme, due_on, amount, status, reason,"
            " account_end, kept_back) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                person_id,
                payment["programme"],
                payment["due_on"],
                payment["amount"],
                payment["status"],
                payment.get("reason", ""),
                secrets[end],
                payment.get("kept_back", 0),
            ),
        )
    for debt in person.get("overpayments", ()):
        connection.execute(
            "INSERT INTO overpayment (person_id, programme, amount, repaid, kept_back, reason,"
            " decided_on) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                person_id,
                debt["programme"],
                debt["amount"],
                debt["repaid"],
                debt["kept_back"],
                debt["reason"],
                debt["decided_on"],
            ),
        )
