"""Sessions and their turns: loaded, and committed in one transaction a turn."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.database import Database, Write, stamp
from storage.noting import Noting
from storage.paces import Paces
from storage.telephones import Telephones
from storage.vault import Vault
from storage.words import indexed


class AlreadyTaken(Exception):
    """The provider's event has been answered before; its reply is stored."""


class Overtaken(Exception):
    """Another turn of the same session was committed in between: take this one again."""


@dataclass(frozen=True)
class Session:
    """A conversation as stored. `version` grows by one a turn; 0 is one not stored yet."""

    id: str
    channel: str
    key: str
    """What ties its events together: CallSid, or the pair of numbers. Stored as a fingerprint."""
    caller: str
    called: str
    library: str
    """Version of the flows that it runs on."""
    state: str
    """The engine's state as JSON."""
    version: int
    turns: int
    status: str
    """open, handoff or ended."""
    started_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Interaction:
    """What one turn leaves behind; nothing in it is personal beyond what redaction lets pass."""

    provider_id: str
    kind: str
    heard: str
    confidence: float
    meaning: Mapping[str, Any]
    intent: str | None
    intent_confidence: float | None
    place: str
    """`flow.step` that is waited at afterwards, or how it ended."""
    said: str
    reply: str
    """The reply as JSON, encrypted: a webhook sent again gets it."""
    took_ms: float
    assurance: int = 0
    """How surely it is known who this is (`benefits.identity.Level`), after the turn."""
    words: Sequence[tuple[str, float, float, float]] = ()
    """Text, confidence, start and end of each word of `heard`; seconds since the call began."""
    trace: Mapping[str, Any] = field(default_factory=dict)
    """What the turn did: `steps` (`flow.step`) and `calls` (function, came_to, took_ms, rules);
    `wrote` is added when it is stored."""


class Conversations:
    """The store of sessions and interactions."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self.paces = Paces(database, vault)
        self.telephones = Telephones(database, vault)

    # Flows ------------------------------------------------------------------------------------

    def keep_library(self, version: str, files: Mapping[str, str], now: datetime) -> None:
        """Keep the flows of this version, for the conversations that run on them."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO library VALUES (?, ?, ?)",
                (version, json.dumps(files, ensure_ascii=False), stamp(now)),
            )

    def library(self, version: str) -> dict[str, str]:
        """The files of a kept version. Raises KeyError for one that was never kept."""
        row = self._one("SELECT files FROM library WHERE version = ?", version)
        if row is None:
            raise KeyError(version)
        files: dict[str, str] = json.loads(row["files"])
        return files

    # Reading ----------------------------------------------------------------------------------

    def reply(self, provider_id: str) -> str | None:
        """The reply given to this event of the provider before, as JSON."""
        row = self._one("SELECT reply FROM interaction WHERE provider_id = ?", provider_id)
        return self._vault.decrypt(row["reply"]) if row else None

    def last_reply(self, channel: str, key: str) -> str | None:
        """The reply of the latest turn of the latest conversation with this key, as JSON."""
        row = self._one(
            """SELECT reply FROM interaction WHERE session_id = (
                   SELECT id FROM session WHERE channel = ? AND key = ?
                   ORDER BY rowid DESC LIMIT 1)
               ORDER BY turn DESC LIMIT 1""",
            channel,
            self._vault.fingerprint(key),
        )
        return self._vault.decrypt(row["reply"]) if row else None

    def open(self, channel: str, key: str, caller: str) -> Session | None:
        """The open session with this key; of texts rather the one that somebody of the staff has,
        whose status is `handoff`. caller: as the event gives it, so that the stored copy need not
        be decrypted on every turn."""
        print_ = self._vault.fingerprint(key)
        row = None
        if channel == "sms":
            row = self._one(
                """SELECT s.* FROM takeover t JOIN session s ON s.id = t.session_id
                   WHERE t.channel = 'sms' AND t.key = ? AND s.status = 'handoff'""",
                print_,
            )
        row = row or self._one(
            "SELECT * FROM session WHERE channel = ? AND key = ? AND status = 'open'",
            channel,
            print_,
        )
        return self._session(row, key, caller) if row else None

    def by_id(self, session_id: str) -> Session | None:
        """A session as staff name it; its `key` is not known then."""
        row = self._one("SELECT * FROM session WHERE id = ?", session_id)
        return self._session(row, "", self._vault.decrypt(row["caller"])) if row else None

    def last_language(self, caller: str) -> str | None:
        """The language of this caller's latest conversation."""
        row = self._one(
            "SELECT language FROM session WHERE caller_print = ? ORDER BY rowid DESC LIMIT 1",
            self._vault.fingerprint(caller),
        )
        return row["language"] if row and caller else None

    # Writing ----------------------------------------------------------------------------------

    def close(self, session: Session, now: datetime) -> None:
        """End a session that nobody came back to."""
        with self._database.transaction() as connection:
            connection.execute(
                """UPDATE session SET status = 'ended', last_at = ?, version = version + 1
                   WHERE id = ? AND status = 'open'""",
                (stamp(now), session.id),
            )

    def commit(
        self,
        session: Session,
        language: str,
        interaction: Interaction,
        later: Sequence[Write],
        first: Sequence[Write] = (),
    ) -> None:
        """Store a turn, with everything that its functions wrote, in one transaction.

        `session` is the state after the turn; its `version` is one above what was loaded.
        first: written before it, later: after it.
        Raises AlreadyTaken for a known provider id and Overtaken when the stored session is not
        the one that was loaded; nothing is stored then.
        """
        with self._database.transaction() as connection:
            for write in first:
                write(connection)
            if session.version == 1:
                self._insert(connection, session, language, interaction.place)
            else:
                self._update(connection, session, language, interaction.place)
            number = self._add(connection, session, interaction)
            noting = Noting(connection)
            noting.run(later)
            if noting.noted:
                trace = json.dumps({**interaction.trace, "wrote": noting.noted})
                connection.execute("UPDATE interaction SET trace = ? WHERE id = ?", (trace, number))

    def write(self, writes: Sequence[Write]) -> None:
        """Write what belongs together, in one transaction."""
        self._database.commit(writes)

    def _insert(
        self, connection: sqlite3.Connection, session: Session, language: str, place: str
    ) -> None:
        values = (
            session.id,
            session.channel,
            self._vault.fingerprint(session.key),
            self._vault.encrypt(session.caller),
            self._vault.fingerprint(session.caller),
            session.called,
            language,
            session.library,
            self._vault.encrypt(session.state),
            session.version,
            session.turns,
            session.status,
            place,
            stamp(session.started_at),
            stamp(session.last_at),
        )
        same = (session.channel, values[2])
        if session.channel == "voice":
            # A call that comes back begins anew: whoever wanted to take it has not.
            connection.execute("DELETE FROM takeover WHERE channel = ? AND key = ?", same)
        elif connection.execute(
            "SELECT 1 FROM takeover WHERE channel = ? AND key = ?", same
        ).fetchone():
            raise Overtaken(session.id)  # somebody of the staff has taken over: it goes to them
        try:
            connection.execute(
                f"INSERT INTO session VALUES ({', '.join('?' * len(values))})", values
            )
        except sqlite3.IntegrityError:
            raise Overtaken(session.id) from None

    def _update(
        self, connection: sqlite3.Connection, session: Session, language: str, place: str
    ) -> None:
        changed = connection.execute(
            """UPDATE session SET language = ?, state = ?, version = ?, turns = ?, status = ?,
                   place = ?, last_at = ? WHERE id = ? AND version = ? AND status <> 'ended'""",
            (
                language,
                self._vault.encrypt(session.state),
                session.version,
                session.turns,
                session.status,
                place,
                stamp(session.last_at),
                session.id,
                session.version - 1,
            ),
        )
        if not changed.rowcount:
            raise Overtaken(session.id)

    def _add(
        self, connection: sqlite3.Connection, session: Session, interaction: Interaction
    ) -> int | None:
        # The unique index on the provider's id is what claims the event: there is no gap between
        # looking and marking.
        cursor = connection.execute(
            """INSERT OR IGNORE INTO interaction (session_id, turn, provider_id, at, kind, heard,
                   confidence, meaning, intent, intent_confidence, place, said, reply, took_ms,
                   words, assurance, trace)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                session.id,
                session.turns,
                interaction.provider_id,
                stamp(session.last_at),
                interaction.kind,
                interaction.heard,
                interaction.confidence,
                json.dumps(interaction.meaning, ensure_ascii=False),
                interaction.intent,
                interaction.intent_confidence,
                interaction.place,
                interaction.said,
                self._vault.encrypt(interaction.reply),
                interaction.took_ms,
                json.dumps(interaction.words, ensure_ascii=False),
                interaction.assurance,
                json.dumps(interaction.trace),
            ),
        )
        if not cursor.rowcount:
            raise AlreadyTaken(interaction.provider_id)
        number = cursor.lastrowid
        words = indexed(f"{interaction.heard} {interaction.said}")
        connection.execute(
            "INSERT INTO interaction_words (rowid, words) VALUES (?, ?)", (number, words)
        )
        return number

    def _one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._database.connection.execute(sql, values).fetchone()
        return row

    def _session(self, row: sqlite3.Row, key: str, caller: str) -> Session:
        return Session(
            id=row["id"],
            channel=row["channel"],
            key=key,
            caller=caller,
            called=row["called"],
            library=row["library"],
            state=self._vault.decrypt(row["state"]),
            version=row["version"],
            turns=row["turns"],
            status=row["status"],
            started_at=datetime.fromisoformat(row["started_at"]),
            last_at=datetime.fromisoformat(row["last_at"]),
        )
