"""Who of the staff has a conversation: one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database, Write, stamp
from storage.staff import StaffMember

LEFT_AFTER = timedelta(minutes=30)
"""Who has done nothing in a conversation for so long has left it: another may take it."""


class Held(Exception):
    """Somebody else has the conversation; `by` is their name."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class NotGoingOn(Exception):
    """The conversation is over, or nobody of the asking has it."""


@dataclass(frozen=True)
class Takeover:
    """Somebody has a conversation."""

    session_id: str
    staff_id: int
    staff: str
    at: datetime


class Takeovers:
    """Conversations in the hands of staff."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, session_id: str) -> Takeover | None:
        """Who has this conversation."""
        row = self._database.connection.execute(
            "SELECT * FROM takeover WHERE session_id = ?", (session_id,)
        ).fetchone()
        if row is None:
            return None
        at = datetime.fromisoformat(row["at"])
        return Takeover(session_id, row["staff_id"], row["staff"], at)

    def take(
        self, session_id: str, by: StaffMember, now: datetime, later: Sequence[Write] = ()
    ) -> None:
        """Give the conversation to `by`, and pause its flow. Taken twice, nothing changes.

        later: written in the same transaction. Raises Held, and NotGoingOn: also for a call that
        the assistant has, which goes to a person by way of the queue.
        """
        with self._database.transaction() as connection:
            session = connection.execute(
                "SELECT channel, key, status FROM session WHERE id = ?", (session_id,)
            ).fetchone()
            at_work = session and (session["channel"], session["status"]) == ("voice", "open")
            if session is None or at_work or session["status"] == "ended":
                raise NotGoingOn(session_id)
            same = session["channel"], session["key"]
            if self._has(connection, same, session_id, by, now):
                return
            connection.execute(
                "INSERT INTO takeover VALUES (?, ?, ?, ?, ?, ?, ?)",
                (session_id, *same, by.id, by.name, stamp(now), stamp(now)),
            )
            # A turn that is being taken meanwhile finds another version, and is taken again.
            connection.execute(
                "UPDATE session SET status = 'handoff', version = version + 1 WHERE id = ?",
                (session_id,),
            )
            close_others(session_id)(connection)
            for write in later:
                write(connection)

    def _has(
        self,
        connection: sqlite3.Connection,
        same: tuple[str, str],
        session_id: str,
        by: StaffMember,
        now: datetime,
    ) -> bool:
        """Does `by` have this conversation already? Somebody else's is raised, or ended where they
        have left it."""
        row = connection.execute(
            "SELECT * FROM takeover WHERE channel = ? AND key = ?", same
        ).fetchone()
        if row is None:
            return False
        if row["staff_id"] == by.id and row["session_id"] == session_id:
            return True
        left = datetime.fromisoformat(row["active_at"]) < now - LEFT_AFTER
        if row["staff_id"] != by.id and not left:
            raise Held(row["staff"])
        connection.execute("DELETE FROM takeover WHERE session_id = ?", (row["session_id"],))
        return False


def released(session_id: str) -> Write:
    """Nobody has the conversation any more."""

    def write(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM takeover WHERE session_id = ?", (session_id,))

    return write


def kept(session_id: str, by: StaffMember, now: datetime) -> Write:
    """`by` does something in the conversation, which must be theirs: else the transaction fails
    with `Held` or `NotGoingOn`."""

    def write(connection: sqlite3.Connection) -> None:
        changed = connection.execute(
            "UPDATE takeover SET active_at = ? WHERE session_id = ? AND staff_id = ?",
            (stamp(now), session_id, by.id),
        )
        if changed.rowcount:
            return
        row = connection.execute(
            "SELECT staff FROM takeover WHERE session_id = ?", (session_id,)
        ).fetchone()
        if row:
            raise Held(row["staff"])
        raise NotGoingOn(session_id)

    return write


def close_others(session_id: str) -> Write:
    """End what else is open between the same two numbers: one exchange of texts at a time."""

    def write(connection: sqlite3.Connection) -> None:
        connection.execute(
            """UPDATE session SET status = 'ended', version = version + 1
               WHERE status = 'open' AND id <> ?1
                   AND (channel, key) = (SELECT channel, key FROM session WHERE id = ?1)""",
            (session_id,),
        )

    return write
