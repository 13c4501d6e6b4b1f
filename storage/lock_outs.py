"""Wrong passwords and codes in a row, and the lock that they lead to.

Counted by the name that was given, whether or not it is anybody's: who is locked out learns nothing
about who exists. Kept in the database, so that neither a restart nor another address ends it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.database import Database, stamp
from storage.vault import Vault

MOST = 10
"""Wrong ones in a row after which nothing is looked at."""
LASTS = timedelta(minutes=30)
_FORGOTTEN = timedelta(days=1)


class LockedOut(Exception):
    """Too many wrong ones in a row."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"locked after {MOST} wrong passwords or codes in a row")
        self.wait_s = wait_s


class LockOuts:
    """Failures by the fingerprint of a name."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    def begin(self, name: str) -> None:
        """Count an attempt before it is looked at, so that many at once are not more than many in a
        row; `right` takes it back. Raises LockedOut where it is not to be looked at."""
        now, print_ = self._clock(), self._print(name)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM staff_failure WHERE at < ?", (stamp(now - _FORGOTTEN),))
            count, wait_s = self._state(connection, print_, now)
            if wait_s:
                raise LockedOut(wait_s)
            connection.execute(
                "INSERT OR REPLACE INTO staff_failure VALUES (?, ?, ?)",
                (print_, count % MOST + 1, stamp(now)),
            )

    def right(self, name: str) -> None:
        """One of two proofs was right: this attempt was none, those before it stay."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE staff_failure SET count = count - 1 WHERE name_print = ? AND count > 0",
                (self._print(name),),
            )

    def forget(self, name: str) -> None:
        """All that is asked for was right, or an administrator unlocks the name."""
        with self._database.transaction() as connection:
            forget(connection, self._print(name))

    def print_of(self, name: str) -> str:
        """What `forget` goes by."""
        return self._print(name)

    def wait_s(self, name: str) -> float:
        """Seconds that the name is locked for; 0 when it is not."""
        print_ = self._print(name)
        return self._state(self._database.connection, print_, self._clock())[1]

    def _state(
        self, connection: sqlite3.Connection, print_: str, now: datetime
    ) -> tuple[int, float]:
        row = connection.execute(
            "SELECT count, at FROM staff_failure WHERE name_print = ?", (print_,)
        ).fetchone()
        if row is None:
            return 0, 0.0
        over = datetime.fromisoformat(row["at"]) + LASTS
        left = (over - now).total_seconds() if row["count"] >= MOST else 0.0
        return row["count"], max(0.0, left)

    def _print(self, name: str) -> str:
        return self._vault.fingerprint(f"staff {name.strip().casefold()}")


def forget(connection: sqlite3.Connection, name_print: str) -> None:
    """Forget the failures of a name, in the transaction at hand."""
    connection.execute("DELETE FROM staff_failure WHERE name_print = ?", (name_print,))
