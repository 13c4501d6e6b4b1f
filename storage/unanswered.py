"""Questions that found no answer: kept for half a year, to be read by those who write articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.database import Database, Write, stamp
from storage.vault import Vault

KEPT = timedelta(days=180)
"""Older questions go when the next one comes, and are not listed before that either."""


@dataclass(frozen=True)
class Question:
    """A question nobody had an answer to; who asked it is not known."""

    at: datetime
    language: str
    channel: str
    text: str
    """Redacted as transcripts are."""
    nearest: str
    """The topic of the article that came nearest; empty for none."""
    confidence: float
    """How near that was, 0 to 1."""


class Unanswered:
    """The questions as staff read them."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def all(self, now: datetime, language: str | None = None, most: int = -1) -> list[Question]:
        """Those that are not too old, the latest first. most: how many at most; -1 for all."""
        rows = self._database.connection.execute(
            "SELECT * FROM unanswered WHERE at >= ? AND language = coalesce(?, language)"
            " ORDER BY id DESC LIMIT ?",
            (stamp(now - KEPT), language, most),
        )
        return [self._question(row) for row in rows]

    def _question(self, row: sqlite3.Row) -> Question:
        return Question(
            at=datetime.fromisoformat(row["at"]),
            language=row["language"],
            channel=row["channel"],
            text=self._vault.decrypt(row["question"]),
            nearest=row["nearest"],
            confidence=row["confidence"],
        )


def writing(vault: Vault, row: Mapping[str, Any], at: str, session_id: str) -> Write:
    """Keeps a question (question, language, channel, nearest, confidence) with the turn.

    at: ISO 8601. session_id: only to tell whether it is practice, which nothing is learnt from.
    """
    question = vault.encrypt(row["question"])
    values = (at, row["language"], row["channel"], question, row["nearest"], row["confidence"])
    too_old = stamp(datetime.fromisoformat(at) - KEPT)

    def write(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM unanswered WHERE at < ?", (too_old,))
        connection.execute(
            "INSERT INTO unanswered (at, language, channel, question, nearest, confidence)"
            " SELECT ?, ?, ?, ?, ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM session WHERE id = ? AND practice)",
            (*values, session_id),
        )

    return write
