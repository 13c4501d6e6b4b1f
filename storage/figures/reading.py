"""Figures of a span of days, and the conversations behind each of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from storage.database import Database
from storage.figures.folding import Folding
from storage.figures.talk import ABOVE, LOST, SLOW_MS, WAIT_S, Entry

PAGE = 25
"""Conversations of a page of a list."""
LONGEST = 366
"""Days of a span."""
WEEKDAYS = "0123456"
"""Monday first, as `date.weekday` has it: `14.2` is an hour of all Wednesdays."""


@dataclass(frozen=True)
class Wanted:
    """Which conversations: those that began on these days; an empty filter narrows nothing."""

    first: date
    last: date
    channel: str = ""
    language: str = ""


@dataclass(frozen=True)
class Listed:
    """A conversation behind a figure. `there`: it has not been deleted since."""

    session_id: str
    at: datetime
    channel: str
    language: str
    topic: str
    outcome: str
    place: str
    turns: int
    missed: int
    there: bool


@dataclass(frozen=True)
class Page:
    """Some of the conversations behind a figure, newest first; `older` continues the list."""

    count: int
    talks: list[Listed]
    older: str = ""


class Figures:
    """Reads figures, which `folding` keeps up to date."""

    def __init__(self, database: Database, folding: Folding) -> None:
        self._database = database
        self._folding = folding

    def catch_up(self, now: datetime, at_most: int = 2_000) -> int:
        """Take up to so many new turns in; answers how many are left, and not in the figures."""
        self._folding.fold(now, at_most)
        return self._folding.behind()

    def totals(self, wanted: Wanted, names: Sequence[str]) -> dict[Entry, int]:
        """The sums of these figures, by (name, flow, key); what is 0 is left out."""
        found = self._sums(wanted, names, "name, flow, key")
        return {(row["name"], row["flow"], row["key"]): row["value"] for row in found}

    def by_day(self, wanted: Wanted, names: Sequence[str]) -> dict[tuple[date, str, str], int]:
        """The sums of these figures over all flows, by (day, name, key)."""
        found = self._sums(wanted, names, "day, name, key")
        return {
            (date.fromisoformat(row["day"]), row["name"], row["key"]): row["value"] for row in found
        }

    def by_language(
        self, wanted: Wanted, names: Sequence[str]
    ) -> dict[tuple[str, str, str, str], int]:
        """The sums of these figures, by (language, name, flow, key)."""
        found = self._sums(wanted, names, "language, name, flow, key")
        return {
            (row["language"], row["name"], row["flow"], row["key"]): row["value"] for row in found
        }

    def every(self, wanted: Wanted) -> Iterator[sqlite3.Row]:
        """All figures by name, day, channel, language, flow and key, as stored."""
        where, values = _narrowed(wanted)
        yield from self._database.connection.execute(
            f"SELECT name, day, channel, language, flow, key, value FROM figure"
            f" WHERE {where} AND value <> 0 ORDER BY name, day, channel, language, flow, key",
            values,
        )

    def behind(
        self, wanted: Wanted, name: str, flow: str = "", key: str = "", older: str = ""
    ) -> Page:
        """The conversations that a figure is made of. Raises KeyError for a name without a list."""
        condition, values = _condition(name, flow, key)
        where, among = _span(wanted)
        where, among = f"{where} AND {condition}", [*among, *values]
        connection = self._database.connection
        at, _, number = older.partition("~")
        rows = connection.execute(
            f"""SELECT talk.*, EXISTS (SELECT 1 FROM session WHERE id = talk.session_id) AS there
                FROM talk WHERE {where} AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?""",
            [*among, at or "~", int(number[:18]) if number.isdecimal() else 0, PAGE + 1],
        ).fetchall()
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        onward = f"{last['at']}~{last['id']}" if last else ""
        count = self._count(wanted, (name, flow, key), where, among)
        return Page(count, [_listed(row) for row in rows[:PAGE]], onward)

    def _count(self, wanted: Wanted, entry: Entry, where: str, among: list[Any]) -> int:
        """How many conversations are behind a figure: the figure itself, where it counts them."""
        of_weekday = entry[0] == "hour" and "." in entry[2]
        if entry[0] in _OF_TALKS and not of_weekday:
            return self.totals(wanted, entry[:1]).get(entry, 0)
        counted = f"SELECT count(*) FROM talk WHERE {where}"
        return int(self._database.connection.execute(counted, among).fetchone()[0])

    def _sums(self, wanted: Wanted, names: Sequence[str], by: str) -> list[sqlite3.Row]:
        where, values = _narrowed(wanted)
        marks = ", ".join("?" * len(names))
        return self._database.connection.execute(
            f"SELECT {by}, sum(value) AS value FROM figure WHERE name IN ({marks}) AND {where}"
            f" GROUP BY {by} HAVING sum(value) <> 0",
            [*names, *values],
        ).fetchall()


def _narrowed(wanted: Wanted) -> tuple[str, list[Any]]:
    first, last = wanted.first.isoformat(), wanted.last.isoformat()
    return _with_filters(wanted, "day BETWEEN ? AND ?", [first, last])


def _span(wanted: Wanted) -> tuple[str, list[Any]]:
    after = (wanted.last + timedelta(days=1)).isoformat() if wanted.last < date.max else "~"
    return _with_filters(wanted, "at >= ? AND at < ?", [wanted.first.isoformat(), after])


def _with_filters(wanted: Wanted, where: str, values: list[Any]) -> tuple[str, list[Any]]:
    for column in ("channel", "language"):
        if value := getattr(wanted, column):
            where, values = f"{where} AND {column} = ?", [*values, value]
    return where, values


_OF_TALKS = frozenset(
    {*("begun", "outcome", "topic", "hour", "reason", "wait", "helped"), "passed", "way"}
    | {"dropped", "handed"}
)
"""Figures to which every conversation adds one or nothing."""
_HANDED = "outcome = 'handoff'"
_SENT_MORE = """EXISTS (SELECT 1 FROM outbox WHERE outbox.session_id = talk.session_id
    AND done_at IS NOT NULL AND error IS NULL)"""
_LOST = "outcome IN ({})".format(", ".join(f"'{one}'" for one in LOST))
_PLAIN: Mapping[str, str] = {
    "begun": "1",
    "contained": "outcome NOT IN ('open', 'handoff', 'callback')",
    "ended": "outcome <> 'open'",
    "lost": _LOST,
    "turns": "1",
    "seconds": "seconds > 0",
    "minutes": "seconds > 0",
    "waited": "waited_s IS NOT NULL",
    "misunderstood": "missed > 0",
    "asked": "helped <> ''",
}
"""Figures without a key."""


def _condition(name: str, flow: str, key: str) -> tuple[str, list[Any]]:
    """What is true of the conversations that add to a figure."""
    step = f"{flow}.{key}"
    if name in _PLAIN:
        return _PLAIN[name], []
    if name in ("passed", "answered"):
        return ("instr(detail, ?) > 0", [f'"{step}":' if key else f'"{flow}.'])
    if name == "missed":
        return ("instr(detail, ?) > 0", [f'"!{step}"'])
    if name == "way":
        return ("instr(detail, ?) > 0", [f'"{step}"'])
    if name in ("dropped", "handed"):
        what = _LOST if name == "dropped" else _HANDED
        place = "place = ?" if key else "substr(place, 1, length(?)) = ?"
        return f"{what} AND {place}", [step] if key else [f"{flow}.", f"{flow}."]
    return _keyed(name, key)


def _keyed(name: str, key: str) -> tuple[str, list[Any]]:
    match name:
        case "outcome" | "topic" | "helped":
            return f"{name} = ?", [key]
        case "hour":
            hour, _, weekday = key.partition(".")
            if not weekday:
                return "substr(at, 12, 2) = ?", [hour]
            if len(weekday) != 1 or weekday not in WEEKDAYS:
                raise KeyError(key)
            # SQLite's weeks begin on Sunday.
            sunday_first = str((WEEKDAYS.index(weekday) + 1) % 7)
            return "substr(at, 12, 2) = ? AND strftime('%w', substr(at, 1, 10)) = ?", [
                hour,
                sunday_first,
            ]
        case "reason":
            return f"{_HANDED} AND reason = ?", ["" if key == "unknown" else key]
        case "segments":
            if key == "own":
                return _SENT_MORE, []
            return f"segments_{'in' if key == 'in' else 'out'} > 0", []
        case "took":
            # Conversations in which at least one turn took as long.
            return "slowest_ms > ?", [_lower(SLOW_MS, key)]
        case "wait":
            low, high = _lower(WAIT_S, key), float(key) if key.isdecimal() else 1e9
            return "waited_s > ? AND waited_s <= ?", [low, high]
    raise KeyError(name)


def _lower(ends: tuple[int, ...], key: str) -> float:
    """Above which value a class begins."""
    if key == ABOVE or not key.isdecimal():
        return ends[-1]
    below = [end for end in ends if end < int(key)]
    return below[-1] if below else -1.0


def _listed(row: sqlite3.Row) -> Listed:
    return Listed(
        row["session_id"],
        datetime.fromisoformat(row["at"]),
        row["channel"],
        row["language"],
        row["topic"],
        row["outcome"],
        row["place"],
        row["turns"],
        row["missed"],
        bool(row["there"]),
    )
