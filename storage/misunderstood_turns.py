"""Turns that were misunderstood: kept with the turn, the same words of a language in one row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.database import Write, stamp

KEPT = timedelta(days=180)
"""What nobody said again for longer goes when the next row comes."""
WAITING, PROPOSED, LEARNT, IGNORED = "waiting", "proposed", "learnt", "ignored"
WordsOf = Callable[[str], str]
"""What makes two sentences the same; empty for one that says nothing."""


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
        _look_back(connection, (session_id, turn - 1), stamp(now), words_of, "not_that")

    return write


def hinting(session_id: str, turn: int, now: datetime, words_of: WordsOf) -> Write:
    """Keeps a turn that somebody of the staff found misunderstood, or had to help with."""

    def write(connection: sqlite3.Connection) -> None:
        _look_back(connection, (session_id, turn), stamp(now), words_of, "hint")

    return write


def _look_back(
    connection: sqlite3.Connection,
    at: tuple[str, int],
    now: str,
    words_of: WordsOf,
    reason: str,
) -> None:
    """Keep an earlier turn; one that was taken back only if it led anywhere."""
    before = connection.execute(
        "SELECT i.heard, i.meaning, s.language FROM interaction i"
        " JOIN session s ON s.id = i.session_id WHERE i.session_id = ? AND i.turn = ?"
        " AND i.kind IN ('speech', 'text')",
        at,
    ).fetchone()
    meaning = json.loads(before["meaning"]) if before else {}
    words = words_of(before["heard"]) if before else ""
    led = meaning.get("intent") or meaning.get("choice") or meaning.get("maybe")
    if words and (led or reason == "hint"):
        about = before["language"], meaning.get("asked", ""), reason, before["heard"]
        _keep(connection, *at, now, about, words)


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
