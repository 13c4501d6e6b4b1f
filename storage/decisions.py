"""Decisions: each with the record to replay it from, made once, and who stands for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from storage.conversations import Overtaken
from storage.rows import Row, Rows

_SHOWN = (
    "id, cause, person_id, programme, outcome, amount, first_on, ruleset_version, status,"
    " automated, entered_by, reviewer, at, decided_at, last_on, subject_print, record"
)
_COLUMNS = (
    *("cause", "claim_print", "person_id", "programme", "outcome", "amount", "first_on"),
    *("last_on", "ruleset_version", "record", "status", "automated", "entered_by", "at"),
    *("decided_at", "subject_print"),
)
FINDING = "finding"
"""The status of what a review came to about somebody who does not draw the benefit."""


class Decisions:
    """The decisions as one turn sees them; the shape of `benefits.decisions.Decisions`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, row: Row) -> None:
        """Keep a decision, unless what it is about has been decided already.

        row: cause, claim_reference (or empty), person_id, programme, outcome, amount (cents or
        None), first_on, ruleset_version, record (bytes), status, automated, entered_by; last_on
        where it has an end; subject: the cause of the decision that it takes the place of, where
        it is not on a claim.
        """
        self.add_all([row])

    def add_all(self, rows: Sequence[Row]) -> None:
        """Keep decisions, as `add` does one."""
        values = [self._values(row) for row in rows]
        sql = (
            f"INSERT OR IGNORE INTO decision ({', '.join(_COLUMNS)})"
            f" VALUES ({', '.join('?' * len(_COLUMNS))})"
        )

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany(sql, values)

        self._rows.later.append(write)

    def _values(self, row: Row) -> tuple[Any, ...]:
        vault, now = self._rows.vault, self._rows.now
        cause = vault.fingerprint(row["cause"])
        subject = row["claim_reference"] or row.get("subject")
        made = {
            "last_on": "",
            **row,
            "cause": cause,
            "claim_print": vault.fingerprint(row["claim_reference"]),
            "subject_print": vault.fingerprint(subject) if subject else cause,
            "record": vault.encrypt(row["record"].decode()),
            "at": now,
            "decided_at": now if row["status"] == "in_force" else "",
        }
        return tuple(made[name] for name in _COLUMNS)

    def of_claim(self, reference: str) -> Row | None:
        """The latest decision on a claim, its record as bytes, or None."""
        return self._opened(
            self._rows.first(
                f"SELECT {_SHOWN} FROM decision WHERE claim_print = ? ORDER BY id DESC",
                self._rows.vault.fingerprint(reference),
            )
        )

    def of_subject(self, subject_print: str) -> Row | None:
        """The latest decision on what a case is about, or None."""
        return self._opened(
            self._rows.first(
                f"SELECT {_SHOWN} FROM decision WHERE subject_print = ? ORDER BY id DESC LIMIT 1",
                subject_print,
            )
        )

    def of_person(self, person_id: int) -> list[Row]:
        """The person's decisions, newest first; findings of reviews are none."""
        rows = self._rows.all(
            f"SELECT {_SHOWN} FROM decision WHERE person_id = ? AND status <> ? ORDER BY id DESC",
            person_id,
            FINDING,
        )
        return [opened for row in rows if (opened := self._opened(row))]

    def waiting(self) -> list[Row]:
        """What is proposed and waits for a person, oldest first."""
        rows = self._rows.all(
            f"SELECT {_SHOWN} FROM decision WHERE status = 'proposed' ORDER BY at, id"
        )
        return [opened for row in rows if (opened := self._opened(row))]

    def proposed(self, after: int, count: int) -> list[Row]:
        """The decisions that wait for a person with the next numbers, as a list shows them: without
        their records."""
        shown = _SHOWN.removesuffix(", record")
        return [
            *self._rows.all(
                f"SELECT {shown} FROM decision WHERE status = 'proposed' AND id > ?"
                " ORDER BY id LIMIT ?",
                after,
                count,
            )
        ]

    def by_id(self, decision_id: int) -> Row | None:
        """The decision with this number, or None."""
        return self._opened(
            self._rows.first(f"SELECT {_SHOWN} FROM decision WHERE id = ?", decision_id)
        )

    def by_cause(self, cause: str) -> Row | None:
        """The decision of this cause, or None."""
        return self._opened(
            self._rows.first(
                f"SELECT {_SHOWN} FROM decision WHERE cause = ?",
                self._rows.vault.fingerprint(cause),
            )
        )

    def records(self) -> Iterator[tuple[int, bytes]]:
        """Number and record of every decision that is proposed, in force or was so, the oldest
        first; a few at a time are in memory."""
        last = 0
        while rows := self._rows.all(
            "SELECT id, record FROM decision WHERE id > ?"
            " AND status IN ('proposed', 'in_force', 'superseded') ORDER BY id LIMIT 1000",
            last,
        ):
            last = rows[-1]["id"]
            for row in rows:
                yield row["id"], self._rows.vault.decrypt(row["record"]).encode()

    def supersede(self, person_id: int, programme: str) -> None:
        """What is in force of a programme gives way to the decision that is kept next."""
        self._rows.write(
            "UPDATE decision SET status = 'superseded' WHERE person_id = ? AND programme = ?"
            " AND status = 'in_force'",
            person_id,
            programme,
        )

    def settle(self, decision_id: int, status: str, reviewer: str) -> None:
        """A person puts a proposed decision in force, or returns it; never their own entry.

        Overtaken, and nothing of the transaction is written, where it is their own, or settled.
        """
        self._settle(decision_id, status, reviewer, own=False)

    def give_back(self, decision_id: int, reviewer: str) -> None:
        """Return a proposed decision, one's own too; Overtaken as in `settle`."""
        self._settle(decision_id, "returned", reviewer, own=True)

    def _settle(self, decision_id: int, status: str, reviewer: str, own: bool) -> None:
        values = (status, reviewer, self._rows.now, decision_id, reviewer, own)

        def write(connection: sqlite3.Connection) -> None:
            settled = connection.execute(
                "UPDATE decision SET status = ?, reviewer = ?, decided_at = ?"
                " WHERE id = ? AND status = 'proposed' AND (entered_by <> ? OR ?)",
                values,
            )
            if not settled.rowcount:
                raise Overtaken(f"decision {decision_id}")

        self._rows.later.append(write)

    def _opened(self, row: Row | None) -> Row | None:
        if row is None:
            return None
        return {**row, "record": self._rows.vault.decrypt(row["record"]).encode()}
