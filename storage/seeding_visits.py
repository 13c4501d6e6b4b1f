"""Loading appointments and proofs of life together with the people whose they are."""

from __future__ import annotations

import sqlite3

from storage.rows import Row
from storage.vault import Vault

_APPOINTMENT = ("office", "day", "at", "desk", "minutes", "topic", "remind_on")


def load_visits(connection: sqlite3.Connection, vault: Vault, person_id: int, person: Row) -> None:
    """Insert what `benefits.seed_visits` gives a person; one without any of it is left as it is."""
    for one in person.get("appointments", ()):
        _load_appointment(connection, vault, person_id, person, one)
    if person.get("proof_due"):
        connection.execute(
            "INSERT INTO proof_of_life (person_id, due_on) VALUES (?, ?)",
            (person_id, person["proof_due"]),
        )
    connection.executemany(
        "INSERT INTO evidence (person_id, kind, seen_on, source, created_at)"
        " VALUES (?, ?, ?, ?, '')",
        [
            (person_id, one["kind"], one["seen_on"], vault.encrypt(one["source"]))
            for one in person.get("evidence", ())
        ],
    )


def _load_appointment(
    connection: sqlite3.Connection, vault: Vault, person_id: int, person: Row, one: Row
) -> None:
    phone = next(iter(person["phones"]), "")
    values = {
        **{name: one[name] for name in _APPOINTMENT},
        "code": vault.encrypt(one["code"]),
        "code_print": vault.fingerprint(one["code"]),
        "person_id": person_id,
        "name": vault.encrypt(""),
        "phone": vault.encrypt(phone),
        "phone_print": vault.fingerprint(phone),
        "status": "booked",
        "language": person["language"],
        "channel": "office",
        "session_id": "",
        "created_at": "",
    }
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    sql = f"INSERT INTO appointment ({columns}) VALUES ({marks})"
    id_ = connection.execute(sql, tuple(values.values())).lastrowid
    connection.executemany(
        "INSERT INTO appointment_cell (office, day, at, desk, appointment_id)"
        " VALUES (?, ?, ?, ?, ?)",
        [(one["office"], one["day"], at, one["desk"], id_) for at in one["cells"]],
    )
