"""Changes of a bank account or phone that wait before they take effect, and can be stopped."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from stdnum import verhoeff

from storage.conversations import Overtaken
from storage.database import stamp
from storage.rows import Row, Rows
from storage.vault import Vault

_DIGITS = 7
"""Of a reference, before its check digit."""
_FIRST = "2"
"""No claim's reference or case's code begins with it."""


class HeldChanges:
    """The held changes as one turn sees them; the shape of `benefits.personal.records`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def hold(self, row: Row) -> str:
        """Hold a change, in place of one of the same kind that still waits; its reference.

        row: person_id, kind, new, old, signs (names), due_at (ISO, UTC) and status.
        """
        reference = self._unused_reference()
        vault, now = self._rows.vault, self._rows.now
        self._rows.write(
            "UPDATE held_change SET status = 'replaced', settled_at = ?"
            " WHERE person_id = ? AND kind = ? AND status = 'waiting'",
            now,
            row["person_id"],
            row["kind"],
        )
        self._rows.insert(
            "held_change",
            {
                "reference": vault.encrypt(reference),
                "reference_print": vault.fingerprint(reference),
                "person_id": row["person_id"],
                "kind": row["kind"],
                "new_value": self._rows.sealed(row["new"]),
                "old_value": self._rows.sealed(row["old"]),
                "signs": json.dumps(sorted(row["signs"])),
                "session_id": self._rows.session_id,
                "asked_at": now,
                "due_at": row["due_at"],
                "status": row["status"],
            },
        )
        return reference

    def by_reference(self, reference: str) -> Row | None:
        """The change with this reference: as `of_person`, or None."""
        found = self._read("reference_print = ?", self._rows.vault.fingerprint(reference))
        return found[0] if found else None

    def of_person(self, person_id: int, since: str = "") -> Sequence[Row]:
        """Changes asked for since then (ISO), newest first: id, reference, person_id, kind, new,
        old, signs, asked_at, due_at, status and settled_at."""
        return self._read("person_id = ? AND asked_at >= ?", person_id, since)

    def due(self) -> Sequence[Row]:
        """Those that have waited long enough."""
        return self._read("status = 'waiting' AND due_at <= ?", self._rows.now)

    def settle(self, change: Row, status: str, by: str) -> None:
        """Give an open change its status `stopped` or `review`; Overtaken where it was settled
        meanwhile, and nothing of the transaction is written."""
        at = self._rows.now

        def write(connection: sqlite3.Connection) -> None:
            _settle(connection, change, status, at, by)

        self._rows.later.append(write)

    def apply(self, change: Row) -> None:
        """Let a change take effect; Overtaken where it was settled meanwhile, as in `settle`."""
        at, values = self._rows.now, self._values(change)

        def write(connection: sqlite3.Connection) -> None:
            _settle(connection, change, "applied", at, "hotline")
            for sql, given in values:
                connection.execute(sql, given)

        self._rows.later.append(write)

    def _values(self, change: Row) -> list[tuple[str, tuple[Any, ...]]]:
        """The statements that a change comes to."""
        person, vault, new = change["person_id"], self._rows.vault, change["new"]
        if change["kind"] == "bank":
            account = new["account"]
            sealed = (person, vault.encrypt(account), vault.fingerprint(account), self._rows.now)
            return [("INSERT OR REPLACE INTO bank_account VALUES (?, ?, ?, ?)", sealed)]
        number, replaced = new["phone"], vault.fingerprint(new["replaces"])
        return [
            (
                "INSERT OR REPLACE INTO phone (person_id, number, number_print) VALUES (?, ?, ?)",
                (person, vault.encrypt(number), vault.fingerprint(number)),
            ),
            ("DELETE FROM phone WHERE person_id = ? AND number_print = ?", (person, replaced)),
        ]

    def _read(self, where: str, *values: Any) -> list[dict[str, Any]]:
        rows = self._rows.all(f"SELECT * FROM held_change WHERE {where} ORDER BY id DESC", *values)
        opened = self._rows.opened
        return [
            {
                **row,
                "reference": self._rows.vault.decrypt(row["reference"]),
                "new": opened(row["new_value"]),
                "old": opened(row["old_value"]),
                "signs": json.loads(row["signs"]),
            }
            for row in rows
        ]

    def _unused_reference(self) -> str:
        while True:
            digits = _FIRST + "".join(secrets.choice("0123456789") for _ in range(_DIGITS - 1))
            reference = digits + str(verhoeff.calc_check_digit(digits))
            if self.by_reference(reference) is None:
                return reference


def held_before(vault: Vault, account: str, old: Row, asked_on: str) -> dict[str, Any]:
    """Columns of a change of bank account that was asked for on an earlier day, for a demo. old:
    account and phones; asked_on: ISO date."""
    asked_at = datetime.combine(date.fromisoformat(asked_on), time(12), UTC)
    return {
        "kind": "bank",
        "new_value": vault.encrypt(json.dumps({"account": account})),
        "old_value": vault.encrypt(json.dumps(dict(old))),
        "signs": "[]",
        "session_id": "",
        "asked_at": stamp(asked_at),
        "due_at": stamp(asked_at + timedelta(days=7)),
    }


def _settle(connection: sqlite3.Connection, change: Row, status: str, at: str, by: str) -> None:
    settled = connection.execute(
        "UPDATE held_change SET status = ?, settled_at = ?, settled_by = ?"
        " WHERE id = ? AND status IN ('waiting', 'review')",
        (status, at, by, change["id"]),
    )
    if not settled.rowcount:
        raise Overtaken(f"held change {change['id']}")
