"""Trials and reports of teaching: begun, how far they are, and what came of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Database, stamp

Kind = Literal["trial", "report"]
RUNNING, DONE, FAILED = "running", "done", "failed"


@dataclass(frozen=True)
class Run:
    """One run. `result` is empty until it is done, or says why it failed (`error`)."""

    id: int
    kind: str
    change_set: int | None
    basis: str
    """What it depends on; a result holds for that alone."""
    wanted_by: str
    status: str
    """running, done or failed."""
    step: str
    """What it is at: fitting, left_out, people, cases, examined."""
    done: int
    total: int
    started_at: str
    ended_at: str
    result: dict[str, Any]


class Runs:
    """The runs of this installation."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def begin(self, kind: Kind, change_set: int | None, basis: str, by: str) -> int:
        """Begin a run; its number. Whoever calls holds the lock that one run at a time has, so that
        any other that seems to be running has died."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE teaching_run SET status = ?, ended_at = ? WHERE status = ?",
                (FAILED, self._now(), RUNNING),
            )
            begun = connection.execute(
                "INSERT INTO teaching_run (kind, change_set, basis, wanted_by, started_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (kind, change_set, basis, by, self._now()),
            )
        return int(begun.lastrowid or 0)

    def progress(self, number: int, step: str, done: int, total: int) -> None:
        """How far a run is."""
        self._write(
            "UPDATE teaching_run SET step = ?, done = ?, total = ? WHERE id = ?",
            (step, done, total, number),
        )

    def end(self, number: int, status: str, result: dict[str, Any]) -> None:
        """A run has ended: done, or failed."""
        content = json.dumps(result, ensure_ascii=False)
        self._write(
            "UPDATE teaching_run SET status = ?, ended_at = ?, result = ? WHERE id = ?",
            (status, self._now(), content, number),
        )

    def get(self, number: int) -> Run | None:
        """The run with this number."""
        return self._one("id = ?", number)

    def latest(self, kind: Kind, change_set: int | None = None) -> Run | None:
        """The last run of a kind, or of a change set."""
        return self._one("kind = ? AND change_set IS ? ORDER BY id DESC LIMIT 1", kind, change_set)

    def _one(self, where: str, *values: Any) -> Run | None:
        row = self._database.connection.execute(
            f"SELECT * FROM teaching_run WHERE {where}", values
        ).fetchone()
        return _run(row) if row else None

    def _write(self, sql: str, values: tuple[Any, ...]) -> None:
        with self._database.transaction() as connection:
            connection.execute(sql, values)

    def _now(self) -> str:
        return stamp(self._clock())


def _run(row: sqlite3.Row) -> Run:
    return Run(**{**dict(row), "result": json.loads(row["result"])})
