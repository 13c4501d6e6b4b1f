"""Turns and conversations of figures as rows, and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from storage.database import stamp
from storage.figures.talk import Talk, Turn, read_detail
from storage.vault import Vault

TURNS = """
    SELECT i.id, i.at, i.kind, i.meaning, i.place, i.took_ms, i.trace, s.id AS session, s.channel,
        s.language, s.started_at, s.practice
    FROM interaction i CROSS JOIN session s ON s.id = i.session_id
    WHERE i.id > ? ORDER BY i.id LIMIT ?"""
"""New turns in the order of their commit, with their conversations."""
QUIET = """SELECT * FROM talk WHERE ending = 'open' AND last_at < ? LIMIT ?"""
ADD = """
    INSERT INTO figure (name, day, channel, language, flow, key, value)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = value + excluded.value"""
_COLUMNS = (
    *("session_id", "at", "last_at", "channel", "language", "topic", "place", "ending", "outcome"),
    *("reason", "helped", "waited_s", "turns", "missed", "slowest_ms", "seconds"),
    *("segments_in", "segments_out", "detail"),
)
_STORE = f"""
    INSERT INTO talk ({", ".join(_COLUMNS)}) VALUES ({", ".join("?" * len(_COLUMNS))})
    ON CONFLICT (session_id) DO UPDATE SET
        {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])}"""
_EMPTY = ("command", "choice", "slots", "maybe", "intent", "invalid", "then")
"""Fields of a stored meaning; one in which all are empty says that nothing was understood."""
_AT_ONCE = 500


def turn(row: sqlite3.Row) -> Turn:
    """A turn of `TURNS`. What an older one did not keep is made of its meaning and place."""
    trace, began = _json(row["trace"]), _moment(row["started_at"])
    at = _moment(row["at"])
    if "asked" in trace:
        asked, missed = trace["asked"] or "", bool(trace.get("missed"))
    else:
        meaning = _json(row["meaning"])
        asked = meaning.get("asked") or ""
        missed = bool(asked) and not any(map(meaning.get, _EMPTY))
    return Turn(
        at=at,
        kind=row["kind"],
        place=row["place"],
        took_ms=row["took_ms"],
        after_s=(at - began).total_seconds(),
        asked=asked,
        missed=missed,
        steps=tuple(trace.get("steps", ())),
        topic=trace.get("topic") or "",
        resting=bool(trace.get("resting")),
        segments=tuple(trace.get("segments", (0, 0))),
    )


def began(row: sqlite3.Row, local: Callable[[datetime], datetime]) -> Talk:
    """A conversation before its first turn."""
    at = _moment(row["started_at"])
    return Talk(row["session"], local(at).replace(tzinfo=None), at, row["channel"], row["language"])


def talk(row: sqlite3.Row) -> Talk:
    """A conversation as stored."""
    return Talk(
        session_id=row["session_id"],
        at=datetime.fromisoformat(row["at"]),
        last_at=_moment(row["last_at"]),
        channel=row["channel"],
        language=row["language"],
        topic=row["topic"],
        place=row["place"],
        ending=row["ending"],
        reason=row["reason"],
        helped=row["helped"],
        waited_s=row["waited_s"],
        turns=row["turns"],
        slowest_ms=row["slowest_ms"],
        seconds=row["seconds"],
        segments=(row["segments_in"], row["segments_out"]),
        **read_detail(row["detail"]),
    )


def known(connection: sqlite3.Connection, sessions: Collection[str]) -> Mapping[str, Talk]:
    """The conversations with these ids that are stored."""
    found: dict[str, Talk] = {}
    wanted = list(sessions)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        for row in connection.execute(f"SELECT * FROM talk WHERE session_id IN ({marks})", some):
            found[row["session_id"]] = talk(row)
    return found


def store(connection: sqlite3.Connection, talks: Sequence[Talk]) -> None:
    """Keep conversations, those that are stored already in their new shape."""
    connection.executemany(_STORE, map(_values, talks))


def with_what_came_later(connection: sqlite3.Connection, vault: Vault, before: Talk) -> Talk:
    """A conversation with the person it was given to, what was thought of it, and a promise."""
    session = (before.session_id,)
    handed = connection.execute(
        "SELECT summary, waited_s FROM handoff WHERE session_id = ?", session
    ).fetchone()
    helped = connection.execute(
        "SELECT helped FROM feedback WHERE session_id = ? ORDER BY id DESC LIMIT 1", session
    ).fetchone()
    promised = connection.execute("SELECT 1 FROM callback WHERE session_id = ? LIMIT 1", session)
    after = replace(before, callback=before.callback or promised.fetchone() is not None)
    if helped:
        after = replace(after, helped=helped["helped"])
    if handed:
        reason = _json(vault.decrypt(handed["summary"])).get("reason") or ""
        after = replace(after, handed=True, reason=reason, waited_s=handed["waited_s"])
    return after


def _values(one: Talk) -> tuple[Any, ...]:
    return (
        *(one.session_id, one.at.isoformat(timespec="seconds"), stamp(one.last_at), one.channel),
        *(one.language, one.topic, one.place, one.ending, one.outcome, one.reason, one.helped),
        *(one.waited_s, one.turns, one.missed, one.slowest_ms, one.seconds, *one.segments),
        one.detail,
    )


def _moment(text: str) -> datetime:
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
