"""The conversations that go on, read again and again: only what has changed is read anew."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from storage import watched
from storage.database import Database
from storage.watched import (
    GOING_ON,
    IN_PROGRESS,
    SESSION,
    TEXTS_WAIT,
    Conversation,
    InProgress,
    Turn,
    stamp,
)

MOST = 300
"""Conversations that are looked at: those with the latest activity."""
LATEST = 8
"""Turns of each."""
_Read = tuple[sqlite3.Row, InProgress]
"""A conversation, and the row that it was read from."""


class GoingOn:
    """Remembers the turns of what it has read; used by one thread at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: dict[str, _Read] = {}

    def now(self, now: datetime) -> list[InProgress]:
        """Who waits for a person first, then by their beginning."""
        longest = (stamp(now - IN_PROGRESS), stamp(now - TEXTS_WAIT), MOST)
        rows = self._database.connection.execute(_SESSIONS, longest).fetchall()
        known, self._read = self._read, {}
        for row in rows:
            read = known.get(row["session"])
            # Most rows are as they were a moment ago.
            self._read[row["session"]] = read if read and read[0] == row else self._one(row, read)
        return sorted((one for _, one in self._read.values()), key=_urgency)

    def _one(self, row: sqlite3.Row, read: _Read | None) -> _Read:
        conversation = watched.conversation(row)
        since = row["handed_over_at"] if conversation.status == "handoff" else None
        waits = watched.moment(since) if since else None
        latest = self._latest(conversation, read[1].latest if read else ())
        return row, InProgress(conversation, latest, row["holder"] or "", waits)

    def _latest(self, of: Conversation, known: tuple[Turn, ...]) -> tuple[Turn, ...]:
        """Its last turns. A turn never changes: only those behind the known ones are read."""
        last = known[-1].number if known else 0
        rows = self._database.connection.execute(
            "SELECT * FROM interaction WHERE session_id = ? AND turn > ? ORDER BY turn",
            (of.id, max(last, of.turns - LATEST)),
        )
        return (*known, *map(watched.turn, rows))[-LATEST:]


# Three indexes find the sessions: by their last sign of life, texts given to a person, and held.
_STATUSES = ", ".join(f"'{status}'" for status in GOING_ON)
_SESSIONS = f"""
    SELECT {SESSION}, t.staff AS holder, h.at AS handed_over_at
    FROM session s
    LEFT JOIN takeover t ON t.session_id = s.id
    LEFT JOIN handoff h ON h.session_id = s.id
    WHERE s.status IN ({_STATUSES}) AND s.id IN (
        SELECT id FROM session WHERE last_at >= ? AND +status IN ({_STATUSES})
        UNION ALL
        SELECT id FROM session INDEXED BY session_texts_handed_over
            WHERE status = 'handoff' AND channel = 'sms' AND last_at >= ?
        UNION ALL
        SELECT session_id FROM takeover)
    ORDER BY s.last_at DESC LIMIT ?"""


def _urgency(one: InProgress) -> tuple[bool, datetime, str]:
    conversation = one.conversation
    waits = conversation.status == "handoff" and not one.holder
    return not waits, conversation.started_at, conversation.id
