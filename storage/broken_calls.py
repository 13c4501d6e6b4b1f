"""Calls that broke off, for the next conversation of the same number."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.conversations import Overtaken
from storage.database import Database, Write, stamp
from storage.vault import Vault

TEXT = "broken_call"
"""The kind of text in the outbox that says so."""


@dataclass(frozen=True)
class BrokenCall:
    """A call that may be gone on with."""

    session_id: str
    unfinished: str
    """What to go on with, as JSON."""
    at: datetime


@dataclass(frozen=True)
class Announcement:
    """A text to the caller, waiting for its time."""

    body: str
    language: str
    due: datetime


class BrokenCalls:
    """Each is offered to one conversation, once; what it holds is then forgotten."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def latest(
        self, caller: str, library: str, since: datetime, texted: bool = False
    ) -> BrokenCall | None:
        """The last call of this number that broke off since then and has not been offered.

        library: the version of the flows that it must have run on. texted: only one of which a
        text told.
        """
        row = self._database.connection.execute(
            """SELECT session_id, frames, at FROM broken_call
               WHERE caller_print = ? AND at >= ? AND library = ? AND offered_at IS NULL
                   AND texted >= ? ORDER BY at DESC LIMIT 1""",
            (self._vault.fingerprint(caller), stamp(since), library, int(texted)),
        ).fetchone()
        if row is None or not caller:
            return None
        at = datetime.fromisoformat(row["at"])
        return BrokenCall(row["session_id"], self._vault.decrypt(row["frames"]), at)

    def texted_since(self, caller: str, since: datetime) -> bool:
        """Has this number been told of a broken call since then?"""
        row = self._database.connection.execute(
            "SELECT 1 FROM broken_call WHERE caller_print = ? AND at >= ? AND texted LIMIT 1",
            (self._vault.fingerprint(caller), stamp(since)),
        ).fetchone()
        return row is not None

    def add(
        self,
        session_id: str,
        caller: str,
        library: str,
        unfinished: str,
        now: datetime,
        text: Announcement | None,
    ) -> Write:
        """Keep a call that broke off, with the text that is to say so."""
        caller_print = self._vault.fingerprint(caller)
        values = (session_id, caller_print, library, self._vault.encrypt(unfinished), stamp(now))
        to = self._vault.encrypt(caller)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO broken_call VALUES (?, ?, ?, ?, ?, ?, NULL)", (*values, bool(text))
            )
            if text:
                payload = {"to": to, "body": text.body, "language": text.language}
                connection.execute(
                    "INSERT INTO outbox (session_id, kind, payload, created_at, due_at)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (
                        session_id,
                        TEXT,
                        json.dumps(payload, ensure_ascii=False),
                        stamp(now),
                        stamp(text.due),
                    ),
                )

        return write

    def offered(self, call: BrokenCall, caller: str, now: datetime) -> Write:
        """It is offered now: not again, nor any earlier one, and its text need not go out.

        The write raises Overtaken when another conversation was offered it in between.
        """
        caller_print = self._vault.fingerprint(caller)

        def write(connection: sqlite3.Connection) -> None:
            ours = connection.execute(
                """UPDATE broken_call SET offered_at = ?, frames = ''
                   WHERE session_id = ? AND offered_at IS NULL""",
                (stamp(now), call.session_id),
            )
            if not ours.rowcount:
                raise Overtaken(call.session_id)
            connection.execute(
                """UPDATE broken_call SET offered_at = ?, frames = ''
                   WHERE caller_print = ? AND offered_at IS NULL""",
                (stamp(now), caller_print),
            )
            connection.execute(
                """UPDATE outbox SET done_at = ?, error = 'called again'
                   WHERE kind = ? AND session_id = ? AND done_at IS NULL""",
                (stamp(now), TEXT, call.session_id),
            )

        return write

    def forget(self, before: datetime) -> Write:
        """Nobody can go on with calls from before then: what they hold goes."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE broken_call SET frames = '', offered_at = at"
                " WHERE offered_at IS NULL AND at < ?",
                (stamp(before),),
            )

        return write
