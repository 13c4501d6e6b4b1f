"""Turns that were misunderstood, the same words once: written with the turn, read by staff."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from storage.database import Database, Write, stamp

KEPT = timedelta(days=180)
"""What nobody said again for longer goes when the next row comes."""
PAGE = 50
"""Rows of a page of the queue."""
WAITING, PROPOSED, LEARNT, IGNORED = "waiting", "proposed", "learnt", "ignored"
WordsOf = Callable[[str], str]
"""What makes two sentences the same; empty for one that says nothing."""


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
        """The intents that were considered the last time, likeliest first."""
        row = self._database.connection.execute(
            "SELECT meaning FROM interaction WHERE session_id = ? AND turn = ?",
            (one.session_id, one.turn),
        ).fetchone()
        meaning = json.loads(row["meaning"]) if row else {}
        return [str(each["intent"]) for each in meaning.get("candidates", ())]

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[Misunderstood]:
        found = self._database.connection.execute(sql, values).fetchall()
        return [Misunderstood(**dict(row)) for row in found]


def keeping(
    session_id: str, turn: int, now: datetime, about: tuple[str, str, str, str], words: str
) -> Write:
    """Keeps a turn that was misunderstood, unless it is practice.

    about: language, `flow.step` that had asked, reason, and what was heard (redacted). words: what
    makes it the same as others.
    """

    def write(connection: sqlite3.Connection) -> None:
        _keep(connection, session_id, turn, stamp(now), about, words)

    return write


def blaming(session_id: str, turn: int, now: datetime, words_of: WordsOf) -> Write:
    """Keeps the turn before this one, which the caller has just taken back: if it led anywhere."""

    def write(connection: sqlite3.Connection) -> None:
        before = connection.execute(
            "SELECT i.heard, i.meaning, s.language FROM interaction i"
            " JOIN session s ON s.id = i.session_id WHERE i.session_id = ? AND i.turn = ?"
            " AND i.kind IN ('speech', 'text')",
            (session_id, turn - 1),
        ).fetchone()
        meaning = json.loads(before["meaning"]) if before else {}
        words = words_of(before["heard"]) if before else ""
        led = meaning.get("intent") or meaning.get("choice") or meaning.get("maybe")
        if words and led:
            about = before["language"], meaning.get("asked", ""), "not_that", before["heard"]
            _keep(connection, session_id, turn - 1, stamp(now), about, words)

    return write


def forget(connection: sqlite3.Connection, sessions: str, session_id: str) -> None:
    """Take what was said in some conversations out of the queue; words that others said too stay.

    sessions: SQL of their ids, with a place for `session_id`.
    """
    touched = connection.execute(
        f"SELECT DISTINCT misunderstood FROM misunderstood_turn WHERE session_id IN {sessions}",
        (session_id,),
    ).fetchall()
    connection.execute(
        f"DELETE FROM misunderstood_turn WHERE session_id IN {sessions}", (session_id,)
    )
    for (number,) in touched:
        left = connection.execute(
            "SELECT count(*) OVER () AS count, session_id, turn FROM misunderstood_turn"
            " WHERE misunderstood = ? LIMIT 1",
            (number,),
        ).fetchone()
        if left is None:
            connection.execute("DELETE FROM misunderstood WHERE id = ?", (number,))
        else:
            connection.execute(
                "UPDATE misunderstood SET count = ?, session_id = ?, turn = ? WHERE id = ?",
                (*left, number),
            )


def _keep(
    connection: sqlite3.Connection,
    session_id: str,
    turn: int,
    at: str,
    about: tuple[str, str, str, str],
    words: str,
) -> None:
    language, place, reason, heard = about
    session = connection.execute(
        "SELECT channel FROM session WHERE id = ? AND NOT practice", (session_id,)
    ).fetchone()
    if session is None:
        return
    known = connection.execute(
        "SELECT misunderstood FROM misunderstood_turn WHERE session_id = ? AND turn = ?",
        (session_id, turn),
    ).fetchone()
    if known:
        for sql in (
            "UPDATE misunderstood_turn SET reason = ? WHERE session_id = ? AND turn = ?",
            "UPDATE misunderstood SET reason = ? WHERE session_id = ? AND turn = ?",
        ):
            connection.execute(sql, (reason, session_id, turn))
        return
    too_old = stamp(datetime.fromisoformat(at) - KEPT)
    connection.execute("DELETE FROM misunderstood WHERE last_at < ?", (too_old,))
    row = connection.execute(
        f"""INSERT INTO misunderstood (language, words, heard, count, reason, place, channel,
                session_id, turn, first_at, last_at)
            VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (language, words) DO UPDATE SET count = count + 1,
                heard = excluded.heard, reason = excluded.reason, place = excluded.place,
                channel = excluded.channel, session_id = excluded.session_id,
                turn = excluded.turn, last_at = excluded.last_at,
                status = iif(status = '{LEARNT}', '{WAITING}', status)
            RETURNING id""",
        (language, words, heard, reason, place, session["channel"], session_id, turn, at, at),
    ).fetchone()
    connection.execute(
        "INSERT INTO misunderstood_turn VALUES (?, ?, ?, ?, ?)",
        (session_id, turn, row["id"], place, reason),
    )
