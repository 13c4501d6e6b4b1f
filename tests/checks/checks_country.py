"""The seeded demo country in a database of its own, and what is done with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from storage.database import Database
from storage.registry import SqlRegistry
from storage.vault import Vault

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
EDDA, CORWIN, ROSALMA, TOBIN, MEILIAN, OSMUND = 1, 2, 3, 4, 5, 6


@dataclass
class Institution:
    database: Database
    vault: Vault

    def act(self, what, now=MONDAY):
        """Do something to the registry, and commit."""
        later = []
        done = what(SqlRegistry(self.database, self.vault, later, "", now))
        self.database.commit(later)
        return done

    def rows(self, sql, *values):
        return [dict(row) for row in self.database.connection.execute(sql, values)]

    def texts(self):
        """What is in the outbox: to whom, and the text."""
        payloads = [json.loads(row["payload"]) for row in self.rows("SELECT payload FROM outbox")]
        return [(self.vault.decrypt(one["to"]), one["body"]) for one in payloads]
