"""What staff saw and did, each entry bound to the one before it by its hash.

Changing or removing an entry breaks the chain from there on, which `Audit.verify` finds.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Database, Write, stamp
from storage.staff import StaffMember

BEGINNING = "0" * 64
"""What stands for the hash before the first entry."""


@dataclass(frozen=True)
class Entry:
    """One thing that somebody saw or did."""

    id: int
    at: str
    """ISO 8601, of the clock of the turns."""
    staff: str
    role: str
    action: str
    """In words with underscores, `view_conversation`; its text is `action.<name>`."""
    subject: str
    """What it was done to, kind and name: `conversation CA1`, `case 93018274`."""
    detail: dict[str, Any]
    """More about it. Never personal data: the trail is read by many and kept for long."""
    hash: str


@dataclass(frozen=True)
class Broken:
    """The first entry that does not follow from the one before it."""

    id: int
    why: str


class Audit:
    """The trail in the database."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def record(self, by: StaffMember, action: str, subject: str, **detail: Any) -> None:
        """Write down what somebody saw, in a transaction of its own."""
        with self._database.transaction() as connection:
            self.write(connection, by, action, subject, **detail)

    def write(
        self,
        connection: sqlite3.Connection,
        by: StaffMember,
        action: str,
        subject: str,
        **detail: Any,
    ) -> None:
        """Write down what somebody does, in the transaction that does it."""
        last = connection.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        number = (last["id"] if last else 0) + 1
        values = (
            number,
            stamp(self._clock()),
            by.name,
            by.role,
            action,
            subject,
            json.dumps(detail, ensure_ascii=False, sort_keys=True),
        )
        digest = _digest(last["hash"] if last else BEGINNING, values)
        connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, digest))

    def written(self, by: StaffMember, action: str, subject: str, **detail: Any) -> Write:
        """What somebody does, to be written in a transaction that another one begins."""

        def write(connection: sqlite3.Connection) -> None:
            self.write(connection, by, action, subject, **detail)

        return write

    def entries(self, before: int | None = None, limit: int = 100) -> list[Entry]:
        """Entries, newest first; before: only those with a lower number."""
        rows = self._database.connection.execute(
            "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?", (before or 2**62, limit)
        )
        return [_entry(row) for row in rows]

    def verify(self) -> tuple[int, Broken | None]:
        """How many entries hold, and the first one that does not."""
        before, held = BEGINNING, 0
        for row in self._rows():
            values = tuple(row)[:-1]
            if row["id"] != held + 1:
                return held, Broken(held + 1, "is missing")
            if _digest(before, values) != row["hash"]:
                return held, Broken(row["id"], "was changed")
            before, held = row["hash"], held + 1
        return held, None

    def _rows(self) -> Iterator[sqlite3.Row]:
        yield from self._database.connection.execute("SELECT * FROM audit ORDER BY id")


def _digest(before: str, values: tuple[Any, ...]) -> str:
    written = json.dumps([before, *values], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _entry(row: sqlite3.Row) -> Entry:
    kept = dict(row)
    return Entry(**{**kept, "detail": json.loads(kept["detail"])})
