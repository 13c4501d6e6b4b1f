"""One SQLite file: connections, transactions and migrations."""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlite_utils

from storage import migrations

Connection = sqlite3.Connection
"""For packages that pass one on, and may not speak SQL themselves."""
Write = Callable[[Connection], None]
"""A change that waits for the transaction it belongs to."""

Busy = sqlite3.OperationalError
"""The database is locked for long, or the disk is full: it may work later."""

_MUCH_PAGES = 16_000


def stamp(at: datetime) -> str:
    """A time as it is stored: ISO 8601, comparable as text."""
    return at.isoformat(timespec="milliseconds")


class Database:
    """The embedded database. Every thread has its own connection; WAL lets readers read on."""

    def __init__(self, path: Path) -> None:
        """path: the database file; its folder is made when missing."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._local = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, with rows by name and no implicit transactions."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA cache_size=-16000")  # 16 MB: indexes of a large hotline
            self._local.connection = connection
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction, taken at once so that two writers wait instead of failing."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def commit(self, writes: Iterable[Write]) -> None:
        """Run the changes that waited, in one transaction of their own."""
        with self.transaction() as connection:
            for write in writes:
                write(connection)

    @contextmanager
    def writing_much(self) -> Iterator[None]:
        """Around many transactions of this thread: what they change is taken from the log into the
        file less often. Nothing is less safe, and the log grows to some 64 MB."""
        connection = self.connection
        (usual,) = connection.execute("PRAGMA wal_autocheckpoint").fetchone()
        connection.execute(f"PRAGMA wal_autocheckpoint={_MUCH_PAGES}")
        try:
            yield
        finally:
            connection.execute(f"PRAGMA wal_autocheckpoint={usual:d}")

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def migrate(self) -> list[str]:
        """Bring the schema up to date; answers the names of the migrations that ran."""
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, at TEXT NOT NULL)"
        )
        ran = []
        for name in sorted(module.name for module in pkgutil.iter_modules(migrations.__path__)):
            with self.transaction() as connection:
                # Claimed inside the transaction: two starting processes run it once.
                claimed = connection.execute(
                    "INSERT OR IGNORE INTO migration VALUES (?, datetime('now'))", (name,)
                )
                if claimed.rowcount:
                    up = importlib.import_module(f"storage.migrations.{name}").up
                    up(sqlite_utils.Database(connection))
                    ran.append(name)
        return ran
