"""Every version of an installation's own texts that was ever in use; the last one is."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database, stamp


@dataclass(frozen=True)
class Version:
    """What was put in use, by whom and why."""

    id: int
    at: str
    """ISO 8601, of the clock of the turns."""
    author: str
    published_by: str
    reason: str
    change_id: int | None
    """The change that it published; None for a roll-back."""
    back_to: int | None
    """The version that a roll-back repeats; 0 is the product as it came."""
    overrides: str
    """`flows.overrides.written`."""


class FlowVersions:
    """The versions in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self) -> int:
        """The number of the version in use; 0 where the product is used as it came. Cheap enough to
        ask before every conversation."""
        row = self._database.connection.execute("SELECT max(id) FROM flow_version").fetchone()
        return int(row[0] or 0)

    def get(self, number: int) -> Version | None:
        """A version by its number."""
        row = self._database.connection.execute(
            "SELECT * FROM flow_version WHERE id = ?", (number,)
        ).fetchone()
        return Version(**dict(row)) if row else None

    def all(self, limit: int = 100) -> list[Version]:
        """The versions, newest first."""
        rows = self._database.connection.execute(
            "SELECT * FROM flow_version ORDER BY id DESC LIMIT ?", (limit,)
        )
        return [Version(**dict(row)) for row in rows]

    @staticmethod
    def add(
        connection: sqlite3.Connection,
        at: datetime,
        author: str,
        published_by: str,
        reason: str,
        overrides: str,
        change_id: int | None = None,
        back_to: int | None = None,
    ) -> int:
        """Put a version in use when the transaction is committed; answers its number."""
        values = (stamp(at), author, published_by, reason, change_id, back_to, overrides)
        added = connection.execute(
            """INSERT INTO flow_version
                   (at, author, published_by, reason, change_id, back_to, overrides)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            values,
        )
        return int(added.lastrowid or 0)
