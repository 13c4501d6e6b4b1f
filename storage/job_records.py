"""What jobs have done: a row a run, and a row for everything that happens once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from storage.rows import Row, Rows

AGAIN = "again:"
"""How the key of a step begins that was released, so that it is done once more."""


class AlreadyDone(Exception):
    """Another process has taken this step: nothing of the transaction is written."""


class JobRecords:
    """Runs and steps of jobs."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def begin(self, name: str, slot: str, actor: str, basis: str = "") -> Row:
        """Begin the run of a slot, or go on with one that was killed: id, status (not running where
        it has ended) and basis, what it was begun with. Takes effect at once."""
        with self._rows.database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO job_run (name, slot, actor, status, basis, started_at)"
                " VALUES (?, ?, ?, 'running', ?, ?)",
                (name, slot, actor, basis, self._rows.now),
            )
            row = connection.execute(
                "SELECT id, status, basis FROM job_run WHERE name = ? AND slot = ?", (name, slot)
            ).fetchone()
        return dict(row)

    def end(self, run_id: int, status: str, figures: Mapping[str, int]) -> None:
        """A run has ended: done or failed. Takes effect at once."""
        with self._rows.database.transaction() as connection:
            connection.execute(
                "UPDATE job_run SET status = ?, figures = ?, ended_at = ? WHERE id = ?",
                (status, json.dumps(figures, sort_keys=True), self._rows.now, run_id),
            )

    def basis(self, name: str, slot: str) -> str:
        """What a run was begun with; empty for one that was not."""
        found = self._rows.first(
            "SELECT basis FROM job_run WHERE name = ? AND slot = ?", name, slot
        )
        return found["basis"] if found else ""

    def has_ended(self, name: str, slot: str) -> bool:
        """Has the run of this slot ended?"""
        found = self._rows.first(
            "SELECT status FROM job_run WHERE name = ? AND slot = ?", name, slot
        )
        return found is not None and found["status"] != "running"

    def unfinished(self) -> list[Row]:
        """Runs that have begun and not ended, the first first: name, slot and actor."""
        return [
            *self._rows.all(
                "SELECT name, slot, actor FROM job_run WHERE status = 'running' ORDER BY id"
            )
        ]

    def latest(self, name: str, count: int = 1) -> list[Row]:
        """The last runs of a job, the latest first: slot, actor, status, figures, started_at and
        ended_at."""
        rows = self._rows.all(
            "SELECT * FROM job_run WHERE name = ? ORDER BY id DESC LIMIT ?", name, count
        )
        return [{**row, "figures": json.loads(row["figures"])} for row in rows]

    def is_done(self, key: str) -> bool:
        """Has this step been taken?"""
        return self._rows.first("SELECT 1 FROM job_step WHERE key = ?", key) is not None

    def step(
        self, run_id: int, key: str, actor: str, rules: str, inputs: Row, outcome: str
    ) -> None:
        """Keep that a step is taken; AlreadyDone where it was, when the transaction runs."""
        values = (key, run_id, actor, rules, self._rows.sealed(inputs), outcome, self._rows.now)

        def write(connection: sqlite3.Connection) -> None:
            added = connection.execute(
                "INSERT OR IGNORE INTO job_step (key, run_id, actor, ruleset_version, inputs,"
                " outcome, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            if not added.rowcount:
                raise AlreadyDone(key)

        self._rows.later.append(write)

    def release(self, key: str) -> None:
        """Let a step be taken once more; what it was stays on record under another key."""
        self._rows.write(
            "UPDATE job_step SET key = ? || id || ':' || key WHERE key = ?", AGAIN, key
        )

    def steps(self, run_id: int) -> Sequence[Row]:
        """The steps of a run, in order: key, actor, ruleset_version, inputs, outcome and at."""
        rows = self._rows.all("SELECT * FROM job_step WHERE run_id = ? ORDER BY id", run_id)
        return [{**row, "inputs": self._rows.opened(row["inputs"])} for row in rows]

    def steps_like(self, prefix: str) -> list[Row]:
        """The steps whose keys begin like this, in order: key and inputs."""
        rows = self._rows.all(
            "SELECT key, inputs FROM job_step WHERE substr(key, 1, ?) = ? ORDER BY id",
            len(prefix),
            prefix,
        )
        return [{**row, "inputs": self._rows.opened(row["inputs"])} for row in rows]
