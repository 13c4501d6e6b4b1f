"""The rows of the registry as one turn sees them: read at once, written when it is committed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.database import Database, Write
from storage.vault import Vault

Row = Mapping[str, Any]


class Rows:
    """What every part of the registry reads and writes with."""

    def __init__(
        self, database: Database, vault: Vault, later: list[Write], session_id: str, now: datetime
    ) -> None:
        """later: takes the writes, to be run inside the transaction of the turn.

        now: with its time zone; stored as it is, in ISO 8601.
        """
        self.database = database
        self.vault = vault
        self.session_id = session_id
        self.at = now
        self.now = now.isoformat(timespec="milliseconds")
        self.later = later

    def first(self, sql: str, *values: Any) -> dict[str, Any] | None:
        """The first row, or None."""
        row = self.database.connection.execute(sql, values).fetchone()
        return dict(row) if row else None

    def all(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """All rows."""
        return [dict(row) for row in self.database.connection.execute(sql, values)]

    def column(self, sql: str, *values: Any) -> list[Any]:
        """The first column of all rows."""
        return [row[0] for row in self.database.connection.execute(sql, values)]

    def write(self, sql: str, *values: Any) -> None:
        """Run this when the turn is committed."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(sql, values)

        self.later.append(write)

    def insert(self, table: str, values: Row) -> None:
        """Insert a row when the turn is committed; columns are the names of `values`."""
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        # Table and columns are the schema's own names, never something said.
        self.write(f"INSERT INTO {table} ({columns}) VALUES ({marks})", *values.values())

    def sealed(self, value: Any) -> str:
        """A value as encrypted JSON."""
        return self.vault.encrypt(json.dumps(value, ensure_ascii=False, sort_keys=True))

    def opened(self, secret: str) -> Any:
        """The inverse of `sealed`; None for an empty text."""
        return json.loads(self.vault.decrypt(secret)) if secret else None
