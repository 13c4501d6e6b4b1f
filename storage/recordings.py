"""Recordings of utterances: which there are, who consented, and their deletion."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from storage.audio_files import AudioFiles, Utterance
from storage.database import Database, Write, stamp
from storage.vault import Vault

_COLUMNS = """r.id, r.session_id, r.turn, r.at, r.file, r.language, r.place, r.asked,
    r.milliseconds, r.private, r.corrected_at, s.caller_print, s.practice"""
_OF_CALLER = "session_id IN (SELECT id FROM session WHERE caller_print = ?)"
_log = structlog.get_logger()


@dataclass(frozen=True)
class Recording:
    """One utterance, without what was said in it."""

    id: int
    session_id: str
    turn: int
    at: datetime
    file: str
    language: str
    place: str
    """`flow.step` that asked."""
    asked: str
    """The slot type that was asked for, or `choice`."""
    seconds: float
    private: bool
    """Cut: there is silence in the place of what was said."""
    corrected: bool
    speaker: str
    """The same for all recordings of a number, and nothing to find the number by."""
    practice: bool


@dataclass(frozen=True)
class Consent:
    """A yes, and what became of it."""

    at: datetime
    library: str
    """Version of the flows, and so of the words that were agreed to."""
    ended_why: str | None
    """`caller`, or what went wrong; None where nothing ended it."""


class Recordings:
    """A row for each file. The file comes first and goes first: what a row names may be gone
    already, and a file without a row is deleted (`sweep`)."""

    def __init__(self, database: Database, vault: Vault, files: AudioFiles) -> None:
        self._database = database
        self._vault = vault
        self.files = files

    # In a turn --------------------------------------------------------------------------------

    def consent(self, session_id: str, library: str, language: str, now: datetime) -> Write:
        """The caller said yes."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT OR REPLACE INTO recording_consent VALUES (?, ?, ?, ?, NULL, NULL)",
                (session_id, stamp(now), library, language),
            )

        return write

    def add(
        self,
        session_id: str,
        turn: int,
        now: datetime,
        asked: tuple[str, str, str],
        utterance: Utterance,
        private: bool,
    ) -> Write:
        """Keep an utterance: its file at once, its row with the turn. Raises OSError.

        asked: language, `flow.step`, and the slot type or `choice`.
        """
        file = self.files.add(utterance)
        milliseconds = len(utterance.audio) // 8

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                """INSERT INTO recording
                   (session_id, turn, at, file, language, place, asked, milliseconds, private)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (session_id, turn, stamp(now), file, *asked, milliseconds, private),
            )

        return write

    def ended(self, session_id: str, why: str, now: datetime) -> Write:
        """No more is recorded of a call."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                """UPDATE recording_consent SET ended_at = ?, ended_why = ?
                   WHERE session_id = ? AND ended_at IS NULL""",
                (stamp(now), why, session_id),
            )

        return write

    def forget(self, session_id: str) -> Write:
        """Delete what was recorded of a call: the files before the turn is committed, so that it is
        true when the caller is told so."""

        def write(connection: sqlite3.Connection) -> None:
            self._delete(connection, "session_id = ?", session_id)

        return write

    # Afterwards -------------------------------------------------------------------------------

    def delete(self, recording_id: int) -> int:
        """Delete one; how many there were."""
        with self._database.transaction() as connection:
            return self._delete(connection, "id = ?", recording_id)

    def erase_caller(self, caller: str) -> int:
        """Delete everything recorded of a number (E.164); how many utterances that were."""
        with self._database.transaction() as connection:
            return self._delete(connection, _OF_CALLER, self._vault.fingerprint(caller) or "-")

    def expire(self, before: datetime) -> int:
        """Delete what was recorded before then, and what could not be deleted earlier."""
        due = self._database.connection.execute(
            "SELECT 1 FROM recording WHERE at < ? OR doomed LIMIT 1", (stamp(before),)
        ).fetchone()
        if due is None:
            return 0
        with self._database.transaction() as connection:
            return self._delete(connection, "at < ? OR doomed", stamp(before))

    def sweep(self, older_s: float) -> int:
        """Delete files without a row: of turns that were never committed. How many there were.

        older_s: seconds; younger files may belong to a turn that is being taken.
        """
        swept = 0
        for file in self.files.names(older_s):
            row = self._database.connection.execute(
                "SELECT 1 FROM recording WHERE file = ?", (file,)
            ).fetchone()
            if row is None:
                self.files.delete(file)
                swept += 1
        return swept

    def correct(self, recording: Recording, text: str, group: str | None, by: str) -> None:
        """Write down what was really said. Raises AudioGone and OSError."""
        self.files.correct(recording.file, text, group)
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE recording SET corrected_at = datetime('now'), corrected_by = ?"
                " WHERE id = ?",
                (by, recording.id),
            )

    def get(self, recording_id: int) -> Recording | None:
        """The recording with this number."""
        return next(self._find("r.id = ?", recording_id), None)

    def of_session(self, session_id: str) -> dict[int, Recording]:
        """The recordings of a call, by the number of their turn."""
        return {one.turn: one for one in self._find("r.session_id = ?", session_id)}

    def of_caller(self, caller: str) -> int:
        """How many recordings there are of a number (E.164)."""
        (count,) = self._database.connection.execute(
            f"SELECT count(*) FROM recording WHERE {_OF_CALLER}",
            (self._vault.fingerprint(caller) or "-",),
        ).fetchone()
        return int(count)

    def all(self) -> Iterator[Recording]:
        """Every recording, the oldest first."""
        return self._find("1")

    def consent_of(self, session_id: str) -> Consent | None:
        """The consent given in a call, if any was."""
        row = self._database.connection.execute(
            "SELECT * FROM recording_consent WHERE session_id = ?", (session_id,)
        ).fetchone()
        if row is None:
            return None
        return Consent(datetime.fromisoformat(row["at"]), row["library"], row["ended_why"])

    def _find(self, where: str, *values: Any) -> Iterator[Recording]:
        rows = self._database.connection.execute(
            f"""SELECT {_COLUMNS} FROM recording r JOIN session s ON s.id = r.session_id
                WHERE NOT r.doomed AND {where} ORDER BY r.id""",
            values,
        )
        return (self._recording(row) for row in rows.fetchall())

    def _recording(self, row: sqlite3.Row) -> Recording:
        return Recording(
            id=row["id"],
            session_id=row["session_id"],
            turn=row["turn"],
            at=datetime.fromisoformat(row["at"]),
            file=row["file"],
            language=row["language"],
            place=row["place"],
            asked=row["asked"],
            seconds=row["milliseconds"] / 1000,
            private=bool(row["private"]),
            corrected=row["corrected_at"] is not None,
            speaker=self._vault.fingerprint(f"speaker {row['caller_print'] or row['session_id']}")[
                :12
            ],
            practice=bool(row["practice"]),
        )

    def _delete(self, connection: sqlite3.Connection, where: str, *values: Any) -> int:
        rows = connection.execute(f"SELECT id, file FROM recording WHERE {where}", values)
        deleted = 0
        for row in rows.fetchall():
            try:
                self.files.delete(row["file"])
            except OSError as error:
                # The worker goes on trying; until then nobody is shown it.
                _log.error("recording cannot be deleted", recording=row["id"], error=str(error))
                connection.execute("UPDATE recording SET doomed = 1 WHERE id = ?", (row["id"],))
                continue
            connection.execute("DELETE FROM recording WHERE id = ?", (row["id"],))
            deleted += 1
        return deleted
