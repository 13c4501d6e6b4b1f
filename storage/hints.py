"""Hints that staff have whispered to the assistant, until it takes them."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from storage.database import Database, Write, stamp
from storage.vault import Vault


class Hints:
    """At most one a conversation waits: a later one takes the place of the one before it."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def waiting(self, session_id: str) -> str | None:
        """The hint of a conversation, as JSON (`conversation.hints.Hint`)."""
        row = self._database.connection.execute(
            "SELECT hint FROM hint WHERE session_id = ?", (session_id,)
        ).fetchone()
        return self._vault.decrypt(row["hint"]) if row else None

    def keep(self, session_id: str, hint: str, now: datetime) -> Write:
        """Let a hint (JSON) wait."""
        values = (session_id, self._vault.encrypt(hint), stamp(now))

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO hint VALUES (?, ?, ?)", values)

        return write

    @staticmethod
    def gone(session_id: str) -> Write:
        """It was taken, or is too late."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM hint WHERE session_id = ?", (session_id,))

        return write
