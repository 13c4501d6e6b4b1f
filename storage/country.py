"""Filling the embedded registry with a country: offices, and people with what belongs to them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from storage import contributions, payments, pins
from storage.database import Database
from storage.held_changes import held_before
from storage.rows import Row
from storage.seeding_checks import load_watched
from storage.seeding_visits import load_visits
from storage.vault import Vault


class NotEmpty(Exception):
    """People would be loaded into a registry that has some."""


def load_country(
    database: Database,
    vault: Vault,
    offices: Iterable[Row],
    people: Iterable[Row],
    *,
    replace: bool = False,
) -> int:
    """Fill the registry in one transaction; answers the number of people.

    people: rows in the shape that `benefits.seed.people` describes. replace: forget the people
    that are there; without it they raise NotEmpty and nothing changes.
    """
    with database.transaction() as connection:
        if replace:
            connection.execute("DELETE FROM person")  # what belongs to them goes along
        elif connection.execute("SELECT 1 FROM person LIMIT 1").fetchone():
            raise NotEmpty("the registry has people already")
        connection.execute("DELETE FROM office")
        connection.execute("DELETE FROM appointment")
        for office in offices:
            texts = {
                name: json.dumps(office[name], ensure_ascii=False) for name in ("hours", "names")
            }
            _insert(connection, "office", {**office, **texts})
        count = 0
        for person in people:
            _load_person(connection, vault, person)
            count += 1
        return count


def _load_person(connection: sqlite3.Connection, vault: Vault, person: Row) -> None:
    """Insert one person and all that belongs to them."""
    number = person["insurance_number"]
    values = {
        "insurance_number": vault.encrypt(number),
        "insurance_number_print": vault.fingerprint(number),
        "sex": person["sex"],
        "language": person["language"],
    }
    for name in ("given_name", "surname", "birth_date", "address"):
        values[name] = vault.encrypt(person[name])
    person_id = _insert(connection, "person", values)
    owner = {"person_id": person_id}
    for phone in person["phones"]:
        secret = {"number": vault.encrypt(phone), "number_print": vault.fingerprint(phone)}
        _insert(connection, "phone", {**owner, **secret})
    if account := person.get("account"):
        secret = {"account": vault.encrypt(account), "account_print": vault.fingerprint(account)}
        _insert(connection, "bank_account", {**owner, **secret, "since": ""})
    for change in person.get("bank_changes", ()):
        old = {"account": account or "", "phones": list(person["phones"])}
        row = held_before(vault, change["account"], old, change["asked_on"])
        secret = {
            "reference": vault.encrypt(change["reference"]),
            "reference_print": vault.fingerprint(change["reference"]),
        }
        _insert(connection, "held_change", {**owner, **row, **secret, "status": change["status"]})
    if pin := person.get("pin"):
        secret = {"hash": vault.encrypt(pins.hashed(pin)), "set_at": ""}
        _insert(connection, "pin", {**owner, **secret})
    for claim in person["claims"]:
        secret = {
            "reference": vault.encrypt(claim["reference"]),
            "reference_print": vault.fingerprint(claim["reference"]),
        }
        _insert(connection, "claim", {**owner, **claim, **secret})
    payments.load(connection, vault, person_id, person)
    contributions.load(connection, vault, person_id, person)
    load_visits(connection, vault, person_id, person)
    load_watched(connection, vault, person_id, person)
    for decision in person.get("decisions", ()):
        _insert(connection, "decision", {**owner, **_decision(vault, decision)})


def _decision(vault: Vault, decision: Row) -> Row:
    """A decision that has been in force since a day."""
    kept = {
        name: value
        for name, value in decision.items()
        if name not in ("claim_reference", "decided_on")
    }
    at = f"{decision['decided_on']}T00:00:00.000+00:00"
    return {
        **kept,
        "cause": vault.fingerprint(decision["cause"]),
        "claim_print": vault.fingerprint(decision["claim_reference"]),
        "record": vault.encrypt(decision["record"]),
        "at": at,
        "decided_at": at if decision["status"] == "in_force" else "",
    }


def _insert(connection: sqlite3.Connection, table: str, values: Row) -> int:
    """Insert one row whose columns are the names of `values`; answers its rowid."""
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    # Table and columns are this module's and the schema's own names, never something said.
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
    return connection.execute(sql, tuple(values.values())).lastrowid or 0
