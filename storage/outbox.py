"""Texts that wait to be sent: written with the turn that wants them, sent afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database, stamp
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
                   RETURNING id, session_id, payload, attempts""",
                (stamp(now + lease), stamp(now)),
            ).fetchone()
        if row is None:
            return None
        payload = json.loads(row["payload"])
        to = self._vault.decrypt(payload["to"])
        return Waiting(
            row["id"],
            row["session_id"],
            to,
            payload["body"],
            payload["language"],
            row["attempts"] - 1,
        )

    def sent(self, waiting: Waiting, provider_id: str, now: datetime) -> None:
        """It is on its way."""
        self._finish(waiting, now, provider_id, None)

    def given_up(self, waiting: Waiting, reason: str, now: datetime) -> None:
        """It will not be sent."""
        self._finish(waiting, now, None, reason)

    def retry(self, waiting: Waiting, reason: str, at: datetime) -> None:
        """Try again at `at`."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET due_at = ?, error = ? WHERE id = ?",
                (stamp(at), reason, waiting.id),
            )

    def _finish(
        self, waiting: Waiting, now: datetime, provider_id: str | None, error: str | None
    ) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET done_at = ?, provider_id = ?, error = ? WHERE id = ?",
                (stamp(now), provider_id, error, waiting.id),
            )
