"""Loads what checks and proactive texts go by."""

from __future__ import annotations

import sqlite3

from storage.rows import Row
from storage.vault import Vault


def load_watched(connection: sqlite3.Connection, vault: Vault, person_id: int, person: Row) -> None:
    """Insert the documents, consents and death of a person, as `benefits.seed_checks` has them."""
    connection.executemany(
        "INSERT INTO document (person_id, kind, expires_on) VALUES (?, ?, ?)",
        [(person_id, one["kind"], one["expires_on"]) for one in person.get("documents", ())],
    )
    told_of = person.get("told_of", ())
    connection.executemany(
        "INSERT INTO data_consent (person_id, purpose, ts, channel) VALUES (?, ?, '', 'office')",
        [(person_id, purpose) for purpose in told_of],
    )
    if told_of:
        connection.execute(
            "INSERT INTO preference (person_id, name, value, at)"
            " VALUES (?, 'reminders', 'yes', '')",
            (person_id,),
        )
    if died_on := person.get("died_on"):
        connection.execute(
            "INSERT INTO death (person_id, died_on, source, at) VALUES (?, ?, ?, '')",
            (person_id, died_on, vault.encrypt("register of deaths")),
        )
