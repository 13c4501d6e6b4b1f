"""Erasing what was said in the conversations of a telephone, at the wish of who holds it."""

from __future__ import annotations

import json
import sqlite3

from storage import misunderstood_turns
from storage.database import Write
from storage.vault import Vault
from storage.words import indexed

_SESSIONS = (
    "(SELECT id FROM session WHERE caller_print ="
    " (SELECT caller_print FROM session WHERE id = ? AND caller_print != ''))"
)
"""By the telephone of the session itself: one of practice never meets the number it borrows."""


def erasing(vault: Vault, session_id: str) -> Write:
    """Erases transcripts, answers, staff's notes and recordings of all conversations of this one's
    telephone.

    That there was a turn, when, and at which assurance level stays: it shows who changed what. The
    file of a recording goes with the next round of `storage.recordings.Recordings.expire`.
    """

    def write(connection: sqlite3.Connection) -> None:
        misunderstood_turns.forget(connection, _SESSIONS, session_id)
        turns = connection.execute(
            "SELECT id, heard, said, reply, session_id FROM interaction"
            f" WHERE session_id IN {_SESSIONS}",
            (session_id,),
        ).fetchall()
        for turn in turns:
            _erase(connection, vault, turn, going_on=turn["session_id"] == session_id)
        for statement in (
            f"UPDATE recording SET doomed = 1 WHERE session_id IN {_SESSIONS}",
            f"DELETE FROM broken_call WHERE session_id IN {_SESSIONS}",
            f"DELETE FROM hint WHERE session_id IN {_SESSIONS}",
            f"UPDATE wrap_up SET notes = '' WHERE session_id IN {_SESSIONS}",
            f"UPDATE session SET state = '' WHERE status = 'ended' AND id IN {_SESSIONS}",
        ):
            connection.execute(statement, (session_id,))

    return write


def _erase(connection: sqlite3.Connection, vault: Vault, turn: sqlite3.Row, going_on: bool) -> None:
    reply = turn["reply"]
    if not going_on and reply:
        # What a provider may still ask for again: a reply, but one that says nothing.
        silent = {**json.loads(vault.decrypt(reply)), "prompts": []}
        reply = vault.encrypt(json.dumps(silent, ensure_ascii=False))
    connection.execute(
        "INSERT INTO interaction_words (interaction_words, rowid, words) VALUES ('delete', ?, ?)",
        (turn["id"], indexed(f"{turn['heard']} {turn['said']}")),
    )
    connection.execute(
        "UPDATE interaction SET heard = '', said = '', meaning = '{}', words = '[]', reply = ?"
        " WHERE id = ?",
        (reply, turn["id"]),
    )
