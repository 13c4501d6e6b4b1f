"""Every search that another system made here: who looked for whom, when, and what came of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database, stamp
from storage.institution.clients import Client
from storage.institution.messages import Question

MINUTE = timedelta(minutes=1)


class AlreadyAsked(Exception):
    """A message that has been sent before."""


@dataclass(frozen=True)
class Looked:
    """What came of one search of a message."""

    record_type: str
    subject: str
    """The fingerprint of the number that was searched for."""
    outcome: str
    """`succ`, or the reason why it was rejected."""
    records: int


class Audit:
    """The searches in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def searches(self, client: Client, now: datetime) -> tuple[int, float]:
        """How many searches the client has made within a minute, and the seconds until the oldest
        of them counts no more."""
        count, oldest = self._database.connection.execute(
            "SELECT count(*), min(at) FROM registry_search WHERE client = ? AND at > ?",
            (client.id, stamp(now - MINUTE)),
        ).fetchone()
        if not count:
            return 0, 0.0
        return count, (datetime.fromisoformat(oldest) + MINUTE - now).total_seconds()

    def is_known(self, client: Client, message_id: str) -> bool:
        """Has the client sent this message before?"""
        row = self._database.connection.execute(
            "SELECT 1 FROM registry_search WHERE client = ? AND message_id = ?",
            (client.id, message_id),
        ).fetchone()
        return row is not None

    def keep(
        self, client: Client, asked: Question, looked: Sequence[Looked], now: datetime
    ) -> None:
        """Write down all searches of a message. Raises AlreadyAsked, also for one that another
        thread was faster with: nothing of it is to be answered then."""
        rows = [
            (
                *(client.id, asked.header.message_id, number, asked.message.transaction_id),
                *(request.reference_id, stamp(now), one.record_type),
                *(request.search_criteria.query_type[:50], one.subject, one.outcome, one.records),
            )
            for number, (request, one) in enumerate(
                zip(asked.message.search_request, looked, strict=True), start=1
            )
        ]
        try:
            with self._database.transaction() as connection:
                connection.executemany(
                    "INSERT INTO registry_search (client, message_id, number, transaction_id,"
                    " reference_id, at, record_type, query_type, subject_print, outcome, records)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    rows,
                )
        except sqlite3.IntegrityError:
            raise AlreadyAsked(asked.header.message_id) from None
