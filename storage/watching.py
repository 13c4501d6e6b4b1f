"""What staff ask about conversations: reading only, and quick however many there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from storage import watched, words
from storage.database import Database
from storage.going_on import GoingOn
from storage.handoffs import Handoffs, StoredHandoff
from storage.vault import Vault
from storage.watched import CALLBACK, GOING_ON, IN_PROGRESS, SESSION, stamp

PAGE = 20
"""How many results a page of a search has."""
FARTHEST = 3000
"""How many matches one page looks through for those that pass the filters."""
SHORTEST_BEGINNING = 3
"""Letters from which on the last word of a search is taken for a beginning, too."""
_MOST_AT_ONCE = 640
_SLACK = 1000
"""Turns are numbered by their commit and dated by their beginning: neighbours may be swapped."""


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to; empty fields narrow nothing."""

    channel: str = ""
    language: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Hit:
    """A conversation that was found, and the turn with the words (None when none were asked)."""

    conversation: watched.Conversation
    turn: watched.Turn | None


@dataclass(frozen=True)
class Found:
    """A page of results, newest first. `older` continues the search; empty at its end."""

    hits: list[Hit]
    older: str = ""


class Watching:
    """Read-only questions about conversations and what they left to do."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def in_progress(self, now: datetime) -> list[watched.InProgress]:
        """Conversations that go on: who waits for a person first, then by their beginning."""
        return self.going_on().now(now)

    def going_on(self) -> GoingOn:
        """Reads the same again and again, as the live page does."""
        return GoingOn(self._database)

    def places(self, now: datetime) -> dict[str, int]:
        """How many conversations in progress wait at each `flow.step`."""
        marks = ", ".join("?" * len(GOING_ON))
        rows = self._rows(
            f"""SELECT place, count(*) AS count FROM session
                WHERE last_at >= ? AND status IN ({marks}) GROUP BY place""",
            (stamp(now - IN_PROGRESS), *GOING_ON),
        )
        return {row["place"]: row["count"] for row in rows}

    def conversation(self, session_id: str) -> watched.Conversation | None:
        """The conversation with this id."""
        rows = self._rows(f"SELECT {SESSION} FROM session s WHERE s.id = ?", (session_id,))
        return watched.conversation(rows[0]) if rows else None

    def caller(self, session_id: str) -> str:
        """Whoever calls or writes in this conversation (E.164); empty when withheld or unknown."""
        rows = self._rows("SELECT caller FROM session WHERE id = ?", (session_id,))
        return self._vault.decrypt(rows[0]["caller"] or "") if rows else ""

    def turns(self, session_id: str, after: int = 0) -> list[watched.Turn]:
        """Its turns in order, those with a number above `after`."""
        sql = "SELECT * FROM interaction WHERE session_id = ? AND turn > ? ORDER BY turn"
        return [watched.turn(row) for row in self._rows(sql, (session_id, after))]

    def assurance(self, session_id: str) -> int:
        """How surely it is known who this is (`benefits.identity.Level`)."""
        rows = self._rows(
            "SELECT assurance FROM interaction WHERE session_id = ? ORDER BY turn DESC LIMIT 1",
            (session_id,),
        )
        return int(rows[0]["assurance"]) if rows else 0

    def handoff(self, session_id: str) -> StoredHandoff | None:
        """What was told to the person who took this conversation over, or is to."""
        return Handoffs(self._database, self._vault).get(session_id)

    def callbacks(self, limit: int = 200) -> list[watched.Callback]:
        """Promises not kept yet, the most urgent first; without telephone numbers."""
        sql = f"""SELECT {CALLBACK} FROM callback WHERE done_at IS NULL
            ORDER BY promised_by, id LIMIT ?"""
        return [watched.callback(row) for row in self._rows(sql, (limit,))]

    def callback(self, callback_id: int) -> tuple[watched.Callback, str] | None:
        """One promise and the number to call (E.164)."""
        rows = self._rows(f"SELECT {CALLBACK}, phone FROM callback WHERE id = ?", (callback_id,))
        if not rows:
            return None
        return watched.callback(rows[0]), self._vault.decrypt(rows[0]["phone"])

    def search(self, text: str, filters: Filters, older: str = "") -> Found:
        """Turns with all words of `text`, newest first; without words, the last conversations.

        older: continues where the page before it ended (`Found.older`).
        """
        query = words.query(text)
        if not goes_on(text):
            query = query.removesuffix("*")
        if query:
            return self._sift(self._matches(query, filters, older), filters)
        if text.strip():
            return Found([])  # signs alone, which no index knows
        return self._sift(self._latest(filters, older), filters)

    def _sift(self, rows: Iterator[tuple[str, sqlite3.Row]], filters: Filters) -> Found:
        """The first rows that pass the filters: a full page, or what a bounded search has."""
        hits: list[Hit] = []
        cursors: list[str] = []
        for cursor, row in rows:
            if len(hits) == PAGE or len(cursors) == FARTHEST:
                return Found(hits, cursors[-1])
            cursors.append(cursor)
            if _passes(row, filters):
                hits.append(self._hit(row))
        return Found(hits)

    def _hit(self, row: sqlite3.Row) -> Hit:
        """What a row was found for: a turn, of which only its beginning was read, or none."""
        if "turn_id" not in row.keys():  # noqa: SIM118 (a Row)
            return Hit(watched.conversation(row), None)
        [whole] = self._rows(_TURN, (row["turn_id"],))
        return Hit(watched.conversation(whole), watched.turn(whole))

    def _matches(
        self, query: str, filters: Filters, older: str
    ) -> Iterator[tuple[str, sqlite3.Row]]:
        """Turns with the words, newest first, looked up as they are asked for: few at first, and
        more at a time when few of them pass."""
        lowest, highest = self._numbers(filters)
        if older.isdecimal():
            highest = min(highest, int(older[:18]) - 1)
        found = self._database.connection.execute(
            """SELECT rowid FROM interaction_words WHERE words MATCH ? AND rowid BETWEEN ? AND ?
               ORDER BY rowid DESC LIMIT ?""",
            (query, lowest, highest, FARTHEST + 1),
        )
        at_once = PAGE
        while numbers := [number for (number,) in islice(found, at_once)]:
            marks = ", ".join("?" * len(numbers))
            for row in self._rows(_BEGINNING.format(marks=marks), numbers):
                yield str(row["turn_id"]), row
            at_once = min(2 * at_once, _MOST_AT_ONCE)

    def _latest(self, filters: Filters, older: str) -> Iterator[tuple[str, sqlite3.Row]]:
        """Conversations by their last sign of life."""
        first, end = _span(filters)
        at, _, number = older.partition("~")
        sql = f"""SELECT {SESSION}, s.rowid AS number, s.last_at AS at FROM session s
            WHERE (s.last_at, s.rowid) < (?, ?) AND s.last_at BETWEEN ? AND ?
            ORDER BY s.last_at DESC, s.rowid DESC LIMIT ?"""
        beyond = (at or "~", int(number[:18]) if number.isdecimal() else 0)
        for row in self._database.connection.execute(sql, (*beyond, first, end, FARTHEST + 1)):
            yield f"{row['last_at']}~{row['number']}", row

    def _numbers(self, filters: Filters) -> tuple[int, int]:
        """The first and last number that turns between the dates can have."""
        first, end = _span(filters)
        lowest, highest = 0, 2**62
        if filters.first:
            rows = self._rows(
                "SELECT id FROM interaction WHERE at >= ? ORDER BY at LIMIT 1", (first,)
            )
            lowest = rows[0]["id"] - _SLACK if rows else highest
        if filters.last:
            rows = self._rows(
                "SELECT id FROM interaction WHERE at < ? ORDER BY at DESC LIMIT 1", (end,)
            )
            highest = rows[0]["id"] + _SLACK if rows else 0
        return lowest, highest

    def _rows(self, sql: str, values: Sequence[Any]) -> list[sqlite3.Row]:
        return self._database.connection.execute(sql, values).fetchall()


def goes_on(text: str) -> bool:
    """Whether the last word of a search may be the beginning of a longer one.

    One or two letters begin so many words that putting their lists together takes seconds.
    """
    last = text.split()[-1:] or [""]
    return len(last[0]) >= SHORTEST_BEGINNING


# Without what is long, for the many that may be looked through.
_BEGINNING = """
    SELECT i.id AS turn_id, i.at, s.channel, s.language
    FROM interaction i CROSS JOIN session s ON s.id = i.session_id
    WHERE i.id IN ({marks}) ORDER BY i.id DESC"""

_TURN = f"""
    SELECT {SESSION}, i.* FROM interaction i JOIN session s ON s.id = i.session_id
    WHERE i.id = ?"""


def _span(filters: Filters) -> tuple[str, str]:
    """The dates as stamps: the first moment in, and the first moment out."""
    first = stamp(datetime.combine(filters.first, time.min)) if filters.first else ""
    if filters.last is None or filters.last == date.max:
        return first, "~"
    return first, stamp(datetime.combine(filters.last + timedelta(days=1), time.min))


def _passes(row: sqlite3.Row, filters: Filters) -> bool:
    first, end = _span(filters)
    return (
        (not filters.channel or row["channel"] == filters.channel)
        and (not filters.language or row["language"] == filters.language)
        and first <= row["at"] < end
    )
