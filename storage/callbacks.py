"""Promised call-backs as staff keep them: who has one, how often it was tried, when it was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage.database import Database, Write, stamp
from storage.takeovers import Held, NotGoingOn


class Callbacks:
    """Changes of promises; each in one transaction with what belongs to it (`later`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, number: int, staff: str, now: datetime, later: Sequence[Write]) -> None:
        """`staff` makes this call. Raises Held where somebody else does, NotGoingOn where it has
        been made."""
        self._change(
            number,
            "taken_by = ?, taken_at = ? WHERE id = ? AND done_at IS NULL AND taken_by IN ('', ?)",
            (staff, stamp(now), number, staff),
            later,
        )

    def give_back(self, number: int, staff: str, later: Sequence[Write]) -> None:
        """Somebody else may make it. Raises as `take` does."""
        self._theirs(number, staff, "taken_by = '', taken_at = ''", (), later)

    def done(self, number: int, staff: str, now: datetime, later: Sequence[Write]) -> None:
        """The promise is kept. Raises as `take` does."""
        self._theirs(number, staff, "done_at = ?", (stamp(now),), later)

    def not_reached(self, number: int, staff: str, now: datetime, later: Sequence[Write]) -> None:
        """Nobody answered: it is free for another try. Raises as `take` does."""
        change = "tries = tries + 1, tried_at = ?, taken_by = '', taken_at = ''"
        self._theirs(number, staff, change, (stamp(now),), later)

    def _theirs(
        self, number: int, staff: str, change: str, values: tuple[Any, ...], later: Sequence[Write]
    ) -> None:
        where = f"{change} WHERE id = ? AND done_at IS NULL AND taken_by = ?"
        self._change(number, where, (*values, number, staff), later)

    def _change(
        self, number: int, change: str, values: tuple[Any, ...], later: Sequence[Write]
    ) -> None:
        with self._database.transaction() as connection:
            changed = connection.execute(f"UPDATE callback SET {change}", values)
            if not changed.rowcount:
                row = connection.execute(
                    "SELECT taken_by, done_at FROM callback WHERE id = ?", (number,)
                ).fetchone()
                if row and row["taken_by"] and row["done_at"] is None:
                    raise Held(row["taken_by"])
                raise NotGoingOn(str(number))
            for write in later:
                write(connection)
