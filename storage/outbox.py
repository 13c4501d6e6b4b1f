"""Texts that wait to be sent: written with the turn that wants them, sent afterwards."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.database import Database, stamp
from storage.figures.rows import ADD
from storage.vault import Vault


@dataclass(frozen=True)
class Waiting:
    """A text to be sent. `attempts` counts the tries so far."""

    id: int
    session_id: str
    to: str
    body: str
    language: str
    attempts: int
    practice: bool = False
    """Written in a practice conversation: it must not leave this machine."""


class Outbox:
    """What is to be sent; a text is leased while it is tried, so that two workers send it once."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def next(self, now: datetime, lease: timedelta) -> Waiting | None:
        """A text that is due, taken for `lease`; None when nothing is due."""
        due = self._database.connection.execute(
            "SELECT 1 FROM outbox WHERE done_at IS NULL AND due_at <= ? LIMIT 1", (stamp(now),)
        ).fetchone()
        if due is None:
            return None
        with self._database.transaction() as connection:
            row = connection.execute(
                """UPDATE outbox SET due_at = ?, attempts = attempts + 1 WHERE id = (
                       SELECT id FROM outbox WHERE done_at IS NULL AND due_at <= ?
                       ORDER BY due_at LIMIT 1)
                   RETURNING id, session_id, payload, attempts, (SELECT practice FROM session
                       WHERE id = session_id) AS practice""",
                (stamp(now + lease), stamp(now)),
            ).fetchone()
        if row is None:
            return None
        return self._waiting(row, row["attempts"] - 1)

    def sent(
        self, waiting: Waiting, provider_id: str, now: datetime, day: date, segments: int
    ) -> None:
        """It is on its way. day: on the country's clocks. segments: what it is charged for; 0 for
        one that has not left this machine."""
        with self._database.transaction() as connection:
            self._finish(connection, waiting, now, provider_id, None)
            if segments:
                entry = "segments", day.isoformat(), "sms", waiting.language, "", "own", segments
                connection.execute(ADD, entry)

    def given_up(self, waiting: Waiting, reason: str, now: datetime) -> None:
        """It will not be sent."""
        with self._database.transaction() as connection:
            self._finish(connection, waiting, now, None, reason)

    def retry(self, waiting: Waiting, reason: str, at: datetime) -> None:
        """Try again at `at`."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET due_at = ?, error = ? WHERE id = ?",
                (stamp(at), reason, waiting.id),
            )

    def practised(self, session_id: str, after: int = 0) -> list[Waiting]:
        """The texts that a practice conversation has got, those with an id above `after`."""
        rows = self._database.connection.execute(
            """SELECT o.*, s.practice FROM outbox o JOIN session s ON s.id = o.session_id
               WHERE o.session_id = ? AND o.id > ? AND s.practice AND o.done_at IS NOT NULL
                   AND o.error IS NULL ORDER BY o.id""",
            (session_id, after),
        )
        return [self._waiting(row, row["attempts"]) for row in rows]

    def _waiting(self, row: sqlite3.Row, attempts: int) -> Waiting:
        payload = json.loads(row["payload"])
        return Waiting(
            row["id"],
            row["session_id"],
            self._vault.decrypt(payload["to"]),
            self._vault.decrypt(payload["sealed"]) if "sealed" in payload else payload["body"],
            payload["language"],
            attempts,
            bool(row["practice"]),
        )

    @staticmethod
    def _finish(
        connection: sqlite3.Connection,
        waiting: Waiting,
        now: datetime,
        provider_id: str | None,
        error: str | None,
    ) -> None:
        connection.execute(
            "UPDATE outbox SET done_at = ?, provider_id = ?, error = ? WHERE id = ?",
            (stamp(now), provider_id, error, waiting.id),
        )
