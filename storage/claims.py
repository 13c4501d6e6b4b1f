"""Claims: begun, filled in, handed in, taken back."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from stdnum import verhoeff

from storage.conversations import Overtaken
from storage.rows import Row, Rows

_FIRST = "5678"
"""What the references of claims may begin with; a case's code begins with 9."""


class Claims:
    """The claims as one turn sees them; the shape of `benefits.claims.Claims`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def begin(self, person_id: int, programme: str, channel: str) -> str:
        """Begin a claim; answers its reference, 8 digits with a check digit."""
        reference = self._unused_reference()
        self._rows.insert(
            "claim",
            {
                "person_id": person_id,
                "reference": self._rows.vault.encrypt(reference),
                "reference_print": self._rows.vault.fingerprint(reference),
                "programme": programme,
                "status": "draft",
                "received_on": "",
                "expected_by": "",
                "channel": channel,
                "updated_at": self._rows.now,
            },
        )
        return reference

    def save(self, reference: str, facts: Mapping[str, Any], missing: Sequence[str]) -> None:
        """Keep what has been answered so far, and which facts nobody could tell."""
        self._rows.write(
            "UPDATE claim SET facts = ?, missing = ?, updated_at = ? WHERE reference_print = ?"
            " AND status = 'draft'",
            self._rows.sealed(facts),
            json.dumps(sorted(missing)),
            self._rows.now,
            self._rows.vault.fingerprint(reference),
        )

    def hand_in(self, reference: str, received_on: str, expected_by: str) -> None:
        """A draft becomes a claim; dates in ISO."""
        self._rows.write(
            "UPDATE claim SET status = 'received', received_on = ?, expected_by = ?,"
            " updated_at = ? WHERE reference_print = ? AND status = 'draft'",
            received_on,
            expected_by,
            self._rows.now,
            self._rows.vault.fingerprint(reference),
        )

    def take_back(self, reference: str) -> None:
        """Withdraw a claim that has not been decided."""
        self._rows.write(
            "UPDATE claim SET status = 'withdrawn', expected_by = '', updated_at = ?"
            " WHERE reference_print = ? AND status NOT IN ('decided', 'paid')",
            self._rows.now,
            self._rows.vault.fingerprint(reference),
        )

    def examine(self, reference: str, status: str) -> None:
        """A claim that was handed in is being looked at, or has been decided; Overtaken where it
        was taken back or decided meanwhile, and nothing of the transaction is written."""
        done = status == "decided"
        values = (status, done, self._rows.now, self._rows.vault.fingerprint(reference))

        def write(connection: sqlite3.Connection) -> None:
            changed = connection.execute(
                "UPDATE claim SET status = ?, expected_by = iif(?, '', expected_by),"
                " updated_at = ? WHERE reference_print = ?"
                " AND status IN ('received', 'examining', 'documents_missing')",
                values,
            )
            if not changed.rowcount:
                raise Overtaken(reference)

        self._rows.later.append(write)

    def handed_in(self) -> list[Row]:
        """Claims that were filled in here and wait to be looked at, the first first; as
        `of_person`, with id and person_id."""
        return self._opened(
            self._rows.all(
                "SELECT * FROM claim WHERE status = 'received' AND channel <> '' ORDER BY id"
            )
        )

    def unfinished(self, before: str) -> list[Row]:
        """Drafts that nobody has touched since then (ISO), as `handed_in`."""
        return self._opened(
            self._rows.all(
                "SELECT * FROM claim WHERE status = 'draft' AND updated_at < ? ORDER BY id", before
            )
        )

    def told_of(self, status: str, since: str) -> list[Row]:
        """Claims filled in here that have had this status since then (ISO) or later, as
        `handed_in`."""
        return self._opened(
            self._rows.all(
                "SELECT * FROM claim WHERE status = ? AND channel <> '' AND updated_at >= ?"
                " ORDER BY id",
                status,
                since,
            )
        )

    def of_person(self, person_id: int) -> list[Row]:
        """The person's claims, newest first: reference, programme, status, received_on,
        expected_by, facts, missing, channel and updated_at."""
        return self._opened(
            self._rows.all("SELECT * FROM claim WHERE person_id = ? ORDER BY id DESC", person_id)
        )

    def _opened(self, rows: Sequence[Row]) -> list[Row]:
        return [
            {
                **row,
                "reference": self._rows.vault.decrypt(row["reference"]),
                "facts": self._rows.opened(row["facts"]) or {},
                "missing": json.loads(row["missing"]),
            }
            for row in rows
        ]

    def _unused_reference(self) -> str:
        while True:
            digits = secrets.choice(_FIRST) + "".join(
                secrets.choice("0123456789") for _ in range(6)
            )
            reference = digits + str(verhoeff.calc_check_digit(digits))
            print_ = self._rows.vault.fingerprint(reference)
            if not self._rows.first("SELECT 1 FROM claim WHERE reference_print = ?", print_):
                return reference
