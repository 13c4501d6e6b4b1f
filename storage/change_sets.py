"""Examples that staff proposed, and the sets in which they are tried, accepted and taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from storage.audit import Audit
from storage.database import Database, stamp
from storage.misunderstood_turns import IGNORED, LEARNT, PROPOSED, WAITING
from storage.staff import StaffMember
from storage.taught import (
    ACCEPTED,
    OPEN,
    ROLLED_BACK,
    AlreadyTaught,
    ChangeSet,
    NotAccepted,
    Proposal,
    Taught,
)

Basis = Callable[[Sequence[Taught], Sequence[Taught]], str]
"""What a trial depends on, from the examples in force and those that are proposed."""


class ChangeSets:
    """The change sets of this installation. Whatever changes one is written to the trail."""

    def __init__(self, database: Database, audit: Audit, clock: Callable[[], datetime]) -> None:
        self._database, self._audit, self._clock = database, audit, clock

    # Reading ----------------------------------------------------------------------------------

    def in_force(self) -> tuple[int, ...]:
        """The numbers of the accepted sets: they change whenever the examples do."""
        rows = self._read("SELECT id FROM change_set WHERE status = ? ORDER BY id", ACCEPTED)
        return tuple(row["id"] for row in rows)

    def lessons(self) -> list[Taught]:
        """The examples of all accepted sets, in the order they were proposed."""
        return _lessons(self._database.connection)

    def open(self) -> ChangeSet | None:
        """The set that proposals go to; None until there is one."""
        rows = self._read("SELECT * FROM change_set WHERE status = ?", OPEN)
        return ChangeSet(**dict(rows[0])) if rows else None

    def get(self, number: int) -> ChangeSet | None:
        """The set with this number."""
        rows = self._read("SELECT * FROM change_set WHERE id = ?", number)
        return ChangeSet(**dict(rows[0])) if rows else None

    def all(self, limit: int = 100) -> list[ChangeSet]:
        """The sets, the newest first."""
        rows = self._read("SELECT * FROM change_set ORDER BY id DESC LIMIT ?", limit)
        return [ChangeSet(**dict(row)) for row in rows]

    def proposals(self, number: int) -> list[Proposal]:
        """The examples of a set, in the order they were proposed."""
        return _proposals(self._database.connection, number)

    # What staff do ----------------------------------------------------------------------------

    def propose(
        self, by: StaffMember, taught: Taught, words: str, misunderstood: int | None
    ) -> int:
        """Add an example to the open set; the number of the set. Raises AlreadyTaught.

        words: what makes it the same as another. misunderstood: the row of the queue it comes from.
        """
        with self._database.transaction() as connection:
            if misunderstood is not None:
                _decide(connection, misunderstood, PROPOSED, by)
            row = connection.execute("SELECT id FROM change_set WHERE status = ?", (OPEN,))
            number: int = (row.fetchone() or (self._opened(connection),))[0]
            _not_there(connection, number, taught.language, words)
            connection.execute(
                "INSERT INTO proposed_example (change_set, language, intent, text, words,"
                " misunderstood, proposed_by, proposed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (number, *taught, words, misunderstood, by.name, self._now()),
            )
            subject = f"misunderstood {misunderstood}" if misunderstood else f"change_set {number}"
            self._audit.write(
                connection, by, "teach_propose", subject, change_set=number, intent=taught.intent
            )
        return number

    def ignore(self, by: StaffMember, misunderstood: int) -> None:
        """Put words aside: nothing is to be learnt from them. Raises AlreadyTaught."""
        with self._database.transaction() as connection:
            _decide(connection, misunderstood, IGNORED, by)
            self._audit.write(connection, by, "teach_ignore", f"misunderstood {misunderstood}")

    def withdraw(self, by: StaffMember, proposal: int) -> None:
        """Take an example out of the open set; its words wait again. Nothing if it is gone."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "DELETE FROM proposed_example WHERE id = ? AND change_set IN"
                " (SELECT id FROM change_set WHERE status = ?) RETURNING change_set, misunderstood",
                (proposal, OPEN),
            ).fetchone()
            if row:
                _mark(connection, [row["misunderstood"]], WAITING)
                subject = f"change_set {row['change_set']}"
                self._audit.write(connection, by, "teach_withdraw", subject, example=proposal)

    def accept(self, by: StaffMember, number: int, basis: Basis) -> None:
        """Let a set come into force, on what was tried by now. Raises NotAccepted."""
        with self._database.transaction() as connection:
            proposals = _proposals(connection, number)
            if not proposals:
                raise NotAccepted("empty")
            if by.name in {one.by for one in proposals}:
                raise NotAccepted("own")
            now_tried = basis(_lessons(connection), [one.taught for one in proposals])
            tried = connection.execute(
                "SELECT 1 FROM teaching_run WHERE kind = 'trial' AND change_set = ?"
                " AND status = 'done' AND basis = ?",
                (number, now_tried),
            )
            if tried.fetchone() is None:
                raise NotAccepted("untried")
            self._turn(connection, by, number, (OPEN, ACCEPTED), "decided")
            _mark(connection, [one.misunderstood for one in proposals], LEARNT)
            self._audit.write(
                connection, by, "teach_accept", f"change_set {number}", examples=len(proposals)
            )

    def roll_back(self, by: StaffMember, number: int) -> None:
        """Take an accepted set out of force; its words wait again. Raises NotAccepted."""
        with self._database.transaction() as connection:
            self._turn(connection, by, number, (ACCEPTED, ROLLED_BACK), "undone")
            proposals = _proposals(connection, number)
            _mark(connection, [one.misunderstood for one in proposals], WAITING)
            self._audit.write(connection, by, "teach_roll_back", f"change_set {number}")

    # ------------------------------------------------------------------------------------------

    def _turn(
        self,
        connection: sqlite3.Connection,
        by: StaffMember,
        number: int,
        status: tuple[str, str],
        how: str,
    ) -> None:
        """From one status to the next; `how` are the columns of who and when."""
        before, after = status
        turned = connection.execute(
            f"UPDATE change_set SET status = ?, {how}_by = ?, {how}_at = ?"
            " WHERE id = ? AND status = ?",
            (after, by.name, self._now(), number, before),
        )
        if not turned.rowcount:
            raise NotAccepted("closed")

    def _opened(self, connection: sqlite3.Connection) -> int:
        row = connection.execute("INSERT INTO change_set (opened_at) VALUES (?)", (self._now(),))
        return int(row.lastrowid or 0)

    def _now(self) -> str:
        return stamp(self._clock())

    def _read(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self._database.connection.execute(sql, values).fetchall()


def _lessons(connection: sqlite3.Connection) -> list[Taught]:
    rows = connection.execute(
        "SELECT language, intent, text FROM proposed_example WHERE change_set IN"
        " (SELECT id FROM change_set WHERE status = ?) ORDER BY id",
        (ACCEPTED,),
    )
    return [Taught(*row) for row in rows]


def _proposals(connection: sqlite3.Connection, number: int) -> list[Proposal]:
    rows = connection.execute(
        "SELECT * FROM proposed_example WHERE change_set = ? ORDER BY id", (number,)
    )
    return [
        Proposal(
            row["id"],
            row["change_set"],
            Taught(row["language"], row["intent"], row["text"]),
            row["misunderstood"],
            row["proposed_by"],
            row["proposed_at"],
        )
        for row in rows
    ]


def _not_there(connection: sqlite3.Connection, number: int, language: str, words: str) -> None:
    there = connection.execute(
        "SELECT proposed_by, intent FROM proposed_example"
        " WHERE change_set = ? AND language = ? AND words = ?",
        (number, language, words),
    ).fetchone()
    if there:
        raise AlreadyTaught(there["proposed_by"], there["intent"])


def _decide(connection: sqlite3.Connection, number: int, status: str, by: StaffMember) -> None:
    decided = connection.execute(
        "UPDATE misunderstood SET status = ?, decided_by = ? WHERE id = ? AND status = ?",
        (status, by.name, number, WAITING),
    )
    if not decided.rowcount:
        row = connection.execute(
            "SELECT decided_by, status FROM misunderstood WHERE id = ?", (number,)
        ).fetchone()
        raise AlreadyTaught(*(row or ("", "gone")))


def _mark(connection: sqlite3.Connection, numbers: Sequence[int | None], status: str) -> None:
    for number in numbers:
        connection.execute("UPDATE misunderstood SET status = ? WHERE id = ?", (status, number))
