"""How slowly callers want to be spoken to, from one call to the next."""

from __future__ import annotations

from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Literal

from storage.database import Database, Write, stamp
from storage.vault import Vault

Pace = Literal["normal", "slow"]

KEPT = timedelta(days=365)
"""Since the last call. A telephone may be shared or change hands, and it is only a pace."""


class Paces:
    """The pace of a number; only what differs from the normal one is kept, without the number."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def of(self, caller: str, now: datetime) -> Pace:
        """The pace that this caller wants; `normal` for an unknown or withheld number."""
        row = self._database.connection.execute(
            "SELECT pace FROM pace WHERE caller_print = ? AND at >= ?",
            (self._vault.fingerprint(caller), stamp(now - KEPT)),
        ).fetchone()
        return "slow" if row and caller else "normal"

    def remember(self, caller: str, pace: str, now: datetime) -> Write:
        """Keeps the pace for the next call, and lets go of what is too old."""
        print_ = self._vault.fingerprint(caller)

        def write(connection: Connection) -> None:
            connection.execute("DELETE FROM pace WHERE at < ?", (stamp(now - KEPT),))
            if pace == "normal":
                connection.execute("DELETE FROM pace WHERE caller_print = ?", (print_,))
            elif caller:
                connection.execute(
                    "INSERT OR REPLACE INTO pace VALUES (?, ?, ?)", (print_, pace, stamp(now))
                )

        return write

    def forget(self, caller: str, now: datetime) -> None:
        """Keep nothing about this number."""
        with self._database.transaction() as connection:
            self.remember(caller, "normal", now)(connection)
