"""What was misunderstood, the same words once, as staff read it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.misunderstood_turns import WAITING, WordsOf, hinting

PAGE = 50
"""Rows of a page of the queue."""


@dataclass(frozen=True)
class Misunderstood:
    """Words that were misunderstood, and the last time that they were."""

    id: int
    language: str
    heard: str
    """Redacted."""
    count: int
    """In how many turns."""
    reason: str
    """nothing, unsure, which (of two), not_that or hint."""
    place: str
    """`flow.step` that had asked; empty for a text that began a conversation."""
    channel: str
    session_id: str
    turn: int
    first_at: str
    last_at: str
    """ISO 8601."""
    status: str
    decided_by: str


_COLUMNS = ", ".join(f"m.{field.name}" for field in fields(Misunderstood))


class Queue:
    """The queue as staff read it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(
        self, language: str = "", place: str = "", older: str = ""
    ) -> tuple[list[Misunderstood], str]:
        """A page of what nobody has looked at, newest first, and where the next one begins: empty
        at the end. older: as it was answered with the page before."""
        at, _, number = older.partition("~")
        beyond = (at or "~", int(number[:18]) if number.isdecimal() else 0)
        narrowed, values = "", []
        if language:
            narrowed += " AND m.language = ?"
            values.append(language)
        if place:
            # The plus keeps the order by the index, and the step to a look at what it holds.
            narrowed += " AND +m.id IN"
            narrowed += " (SELECT misunderstood FROM misunderstood_turn WHERE place = ?)"
            values.append(place)
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM misunderstood m WHERE m.status = '{WAITING}'"
            f" AND (m.last_at, m.id) < (?, ?){narrowed}"
            " ORDER BY m.last_at DESC, m.id DESC LIMIT ?",
            (*beyond, *values, PAGE + 1),
        )
        more = len(rows) > PAGE
        last = rows[PAGE - 1] if more else None
        return rows[:PAGE], f"{last.last_at}~{last.id}" if last else ""

    def count(self) -> int:
        """How many wait."""
        (count,) = self._database.connection.execute(
            f"SELECT count(*) FROM misunderstood WHERE status = '{WAITING}'"
        ).fetchone()
        return int(count)

    def get(self, number: int) -> Misunderstood | None:
        """The row with this number."""
        sql = f"SELECT {_COLUMNS} FROM misunderstood m WHERE m.id = ?"
        return next(iter(self._rows(sql, (number,))), None)

    def hint(
        self, session_id: str, turn: int, now: datetime, words_of: WordsOf
    ) -> Misunderstood | None:
        """Put a turn into the queue, unless it is there; None where there is nothing to learn:
        practice, keys, numbers alone."""
        self._database.commit([hinting(session_id, turn, now, words_of)])
        sql = f"SELECT {_COLUMNS} FROM misunderstood m JOIN misunderstood_turn t"
        sql += " ON t.misunderstood = m.id WHERE t.session_id = ? AND t.turn = ?"
        return next(iter(self._rows(sql, (session_id, turn))), None)

    def steps(self) -> list[str]:
        """The steps at which anything was misunderstood. One look-up in the index each."""
        rows = self._database.connection.execute(
            """WITH RECURSIVE step(place) AS (
                   SELECT min(place) FROM misunderstood_turn
                   UNION ALL
                   SELECT (SELECT min(place) FROM misunderstood_turn WHERE place > step.place)
                   FROM step WHERE step.place IS NOT NULL)
               SELECT place FROM step WHERE place > ''"""
        )
        return [row["place"] for row in rows]

    def candidates(self, one: Misunderstood) -> list[str]:
        """The intents that were considered the last time, likeliest first; before them the one that
        a clerk whispered."""
        rows = self._database.connection.execute(
            # A hint on a text is a turn of its own, behind the one that it is for.
            "SELECT turn, meaning FROM interaction WHERE session_id = ? AND turn BETWEEN ? AND ?",
            (one.session_id, one.turn, one.turn + 1),
        )
        meanings = {row["turn"]: json.loads(row["meaning"]) for row in rows}
        hints = [meaning["hint"] for meaning in meanings.values() if "hint" in meaning]
        whispered = [str(hint["value"]) for hint in hints if hint["kind"] == "intent"]
        candidates = meanings.get(one.turn, {}).get("candidates", ())
        considered = [str(each["intent"]) for each in candidates]
        return list(dict.fromkeys([*whispered, *considered]))

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[Misunderstood]:
        found = self._database.connection.execute(sql, values).fetchall()
        return [Misunderstood(**dict(row)) for row in found]
