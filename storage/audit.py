"""What staff saw and did, each entry bound to the one before it by its hash.

Changing or removing an entry breaks the chain from there on, which `Audit.verify` finds.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from storage.database import Database, Write, stamp
from storage.staff import StaffMember

BEGINNING = "0" * 64
"""What stands for the hash before the first entry."""
NOBODY = StaffMember(0, "-", "-")
"""Who tries to log in and does not succeed: whoever it is."""
OPERATOR = StaffMember(0, "operator", "operator")
"""Who has the command line of the server, and with it all of it."""


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


@dataclass(frozen=True)
class Only:
    """What entries are narrowed to; empty fields narrow nothing."""

    staff: str = ""
    action: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Verified:
    """How far the chain holds."""

    held: int
    """The number of the last entry that holds."""
    hash: str
    """Its hash. Kept elsewhere, it shows later whether the trail was cut or written anew."""
    broken: Broken | None
    expected: bool
    """The hash that was expected is in what was verified."""


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

    def now(self) -> datetime:
        """The time that entries are stamped with."""
        return self._clock()

    def view(
        self, by: StaffMember, action: str, subject: str, within: timedelta, **detail: Any
    ) -> None:
        """Write down what somebody looks at, unless they have within this time: a page that is
        looked at for an hour is not a thousand entries."""
        if self.last(by, action, subject, within) is None:
            self.record(by, action, subject, **detail)

    def last(
        self, by: StaffMember, action: str, subject: str, within: timedelta, **detail: Any
    ) -> Entry | None:
        """Their latest entry of this kind within this time, that has these details."""
        rows = self._database.connection.execute(
            # What one clerk did of one kind lately: few, however long the trail is.
            "SELECT * FROM audit INDEXED BY audit_staff_action WHERE staff = ? AND action = ?"
            " AND at > ? AND subject = ? ORDER BY at DESC, id DESC",
            (by.name, action, stamp(self._clock() - within), subject),
        )
        found = (_entry(row) for row in rows)
        return next((one for one in found if detail.items() <= one.detail.items()), None)

    def entries(
        self, before: int | None = None, limit: int = 100, only: Only = Only()
    ) -> list[Entry]:
        """Entries, newest first; before: only those older than the one with this number."""
        return [_entry(row) for row in self._found(only, before, limit)]

    def all(self, only: Only) -> Iterator[Entry]:
        """All of them, newest first, read as they are asked for."""
        for row in self._found(only, None, -1):
            yield _entry(row)

    def verify(self) -> tuple[int, Broken | None]:
        """How many entries hold, and the first one that does not."""
        found = self.verified()
        return found.held, found.broken

    def verified(self, after: int = 0, limit: int = -1, expect: str = "") -> Verified:
        """Verify `limit` entries (-1: all) from the one after number `after`, which has been.

        expect: a hash that the trail once ended with.
        """
        before, held = self._hash_of(after), after
        found = expect == before
        for row in self._database.connection.execute(
            "SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?", (after, limit)
        ):
            values = tuple(row)[:-1]
            if row["id"] != held + 1:
                return Verified(held, before, Broken(held + 1, "is missing"), found)
            if _digest(before, values) != row["hash"]:
                return Verified(held, before, Broken(row["id"], "was changed"), found)
            before, held = row["hash"], held + 1
            found = found or before == expect
        return Verified(held, before, None, found)

    def newest(self) -> int:
        """The number of the newest entry; 0 for none."""
        row = self._database.connection.execute("SELECT max(id) FROM audit").fetchone()
        return row[0] or 0

    def _hash_of(self, number: int) -> str:
        row = self._database.connection.execute(
            "SELECT hash FROM audit WHERE id = ?", (number,)
        ).fetchone()
        return row["hash"] if row else BEGINNING

    def _found(self, only: Only, before: int | None, limit: int) -> Iterator[sqlite3.Row]:
        """By time and number, which every index of the trail ends with."""
        # A subject has few entries: "+" keeps the others' indexes from being taken instead.
        by = "+" if only.subject else ""
        equal = ((f"{by}staff", only.staff), (f"{by}action", only.action))
        wanted: list[tuple[str, tuple[Any, ...]]] = [
            (f"{column} = ?", (value,))
            for column, value in (*equal, ("subject", only.subject))
            if value
        ]
        if only.first:
            wanted.append(("at >= ?", (_morning(only.first),)))
        if only.last and only.last < date.max:
            wanted.append(("at < ?", (_morning(only.last + timedelta(days=1)),)))
        if before is not None:
            older = "(at, id) < (SELECT at, id FROM audit WHERE id = ?)"
            wanted.append((older, (before,)))
        where = " AND ".join(condition for condition, _ in wanted) or "1"
        values = [value for _, some in wanted for value in some]
        yield from self._database.connection.execute(
            f"SELECT * FROM audit WHERE {where} ORDER BY at DESC, id DESC LIMIT ?",
            (*values, limit),
        )


def _morning(day: date) -> str:
    """Stamps of a day begin with it; without its zone this sorts before all of them."""
    return datetime.combine(day, time.min).isoformat(timespec="seconds")


def _digest(before: str, values: tuple[Any, ...]) -> str:
    written = json.dumps([before, *values], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _entry(row: sqlite3.Row) -> Entry:
    kept = dict(row)
    return Entry(**{**kept, "detail": json.loads(kept["detail"])})
