"""How conversations ended that a person had: for what reason, and what the next one should know."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database, Write, stamp
from storage.vault import Vault


@dataclass(frozen=True)
class WrapUp:
    """What a clerk wrote down at the end."""

    reason: str
    notes: str
    staff: str
    at: datetime


class WrapUps:
    """One a conversation; written again, the later one counts."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def of(self, session_id: str) -> WrapUp | None:
        """How this conversation ended."""
        row = self._database.connection.execute(
            "SELECT * FROM wrap_up WHERE session_id = ?", (session_id,)
        ).fetchone()
        if row is None:
            return None
        notes = self._vault.decrypt(row["notes"]) if row["notes"] else ""
        at = datetime.fromisoformat(row["at"])
        return WrapUp(row["reason"], notes, row["staff"], at)

    def add(self, session_id: str, reason: str, notes: str, staff: str, now: datetime) -> Write:
        """Keep it, and end the conversation where it waited for a person or had one."""
        values = (session_id, reason, self._vault.encrypt(notes), staff, stamp(now))

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO wrap_up VALUES (?, ?, ?, ?, ?)", values)
            connection.execute(
                "UPDATE session SET status = 'ended', version = version + 1"
                " WHERE id = ? AND status = 'handoff'",
                (session_id,),
            )

        return write
