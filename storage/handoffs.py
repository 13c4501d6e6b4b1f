"""Conversations that were given to a person: what the person is told, and how long it took."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database, Write, stamp
from storage.vault import Vault

MOST_WAITS = 20
"""The latest waits that a promise is made of."""


@dataclass(frozen=True)
class StoredHandoff:
    """A hand-off. `summary` is JSON (`conversation.summary.Summary`)."""

    session_id: str
    summary: str
    at: datetime
    waited_s: int | None
    """Seconds until a person took over; None while nobody has."""
    result: str | None
    """How it ended where nobody took over: no-answer, leave, hangup …"""


class Handoffs:
    """One a conversation: a call that comes back from it begins a new conversation."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def add(self, session_id: str, queue: str, summary: str, now: datetime) -> Write:
        """Keep a hand-off, with the turn that makes it."""
        secret = self._vault.encrypt(summary)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO handoff (session_id, queue, summary, at) VALUES (?, ?, ?, ?)",
                (session_id, queue, secret, stamp(now)),
            )

        return write

    def get(self, session_id: str) -> StoredHandoff | None:
        """The hand-off of this conversation."""
        row = self._database.connection.execute(
            "SELECT summary, at, waited_s, result FROM handoff WHERE session_id = ?", (session_id,)
        ).fetchone()
        if row is None:
            return None
        return StoredHandoff(
            session_id,
            self._vault.decrypt(row["summary"]),
            datetime.fromisoformat(row["at"]),
            row["waited_s"],
            row["result"],
        )

    def last_summary(self, call_sid: str) -> str | None:
        """The summary of the latest hand-off of a call."""
        row = self._database.connection.execute(
            """SELECT h.summary FROM session s JOIN handoff h ON h.session_id = s.id
               WHERE s.channel = 'voice' AND s.key = ? ORDER BY h.at DESC LIMIT 1""",
            (self._vault.fingerprint(call_sid),),
        ).fetchone()
        return self._vault.decrypt(row["summary"]) if row else None

    def taken(self, session_id: str, waited_s: int) -> None:
        """A person has taken over; the first word on it counts."""
        self._once("waited_s = ?", waited_s, session_id)

    def ended(self, session_id: str, result: str) -> None:
        """Nobody took over."""
        self._once("result = ?", result, session_id)

    def waits(self, since: datetime) -> list[int]:
        """Seconds that those waited who were given away since then and taken, latest first."""
        rows = self._database.connection.execute(
            """SELECT waited_s FROM handoff WHERE waited_s IS NOT NULL AND at >= ?
               ORDER BY at DESC LIMIT ?""",
            (stamp(since), MOST_WAITS),
        )
        return [row["waited_s"] for row in rows]

    def _once(self, change: str, value: int | str, session_id: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                f"UPDATE handoff SET {change}"
                " WHERE session_id = ? AND waited_s IS NULL AND result IS NULL",
                (value, session_id),
            )
