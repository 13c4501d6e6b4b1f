"""The embedded registry: the people, claims, payments and offices that `benefits/` asks for.

`SqlRegistry` has the shape of `benefits.registry.Registry`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storage import contributions, payments, pins, unanswered
from storage.appointments import Appointments
from storage.bulk import Bulk
from storage.cases import Cases
from storage.checks import Checks
from storage.claims import Claims
from storage.consents import Consents
from storage.contributions import Contributions
from storage.database import Database, Write, stamp
from storage.decisions import Decisions
from storage.feedback import Feedback
from storage.handoffs import Handoffs
from storage.held_changes import HeldChanges, held_before
from storage.identities import Identities
from storage.job_records import JobRecords
from storage.news import News
from storage.payment_runs import PaymentRuns
from storage.payments import Payments
from storage.people import People
from storage.personal_data import PersonalData
from storage.preferences import Preferences
from storage.proofs import Proofs
from storage.rows import Row, Rows
from storage.seeding_checks import load_watched
from storage.seeding_visits import load_visits
from storage.vault import Vault

HOUSEHOLD = 12
"""The most people whose phone one number is taken to be."""


class NotEmpty(Exception):
    """People would be loaded into a registry that has some."""


class SimSwaps(Protocol):
    """As `benefits.sim_swap` has it."""

    def swapped(self, phone: str) -> bool | None: ...


@dataclass(frozen=True)
class Outside:
    """What the registry takes from elsewhere: settings, and services of others."""

    office_phones: frozenset[str] = frozenset()
    """Phones (E.164) on which many people show who they are."""
    sim_swaps: SimSwaps | None = None


class SqlRegistry:
    """The registry as one turn sees it: reads at once, writes when the turn is committed."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        later: list[Write],
        session_id: str,
        now: datetime,
        outside: Outside | None = None,
    ) -> None:
        """later: takes the writes, to be run inside the transaction of the turn.

        now: with its time zone; stored as it is, in ISO 8601.
        """
        self._rows = rows = Rows(database, vault, later, session_id, now)
        self._vault = vault
        self.cases = Cases(rows)
        self.personal = PersonalData(rows)
        self.held = HeldChanges(rows)
        self.preferences = Preferences(rows)
        self.contributions = Contributions(rows)
        self.payments = Payments(rows)
        outside = outside or Outside()
        self.identities = Identities(rows, outside.office_phones)
        self.sim_swaps = outside.sim_swaps
        self.consents = Consents(rows)
        self.claims = Claims(rows)
        self.decisions = Decisions(rows)
        self.feedback = Feedback(rows)
        self.checks = Checks(rows)
        self.news = News(rows)
        self.people = People(rows)
        self.jobs = JobRecords(rows)
        self.bulk = Bulk(rows)
        self.payment_runs = PaymentRuns(rows)
        self.appointments = Appointments(rows)
        self.proofs = Proofs(rows)

    def claim(self, reference: str) -> Row | None:
        """The claim with this reference, or None."""
        row = self._rows.first(
            "SELECT programme, status, received_on, expected_by FROM claim"
            " WHERE reference_print = ?",
            self._vault.fingerprint(reference),
        )
        return {"reference": reference, **row} if row else None

    def person(self, insurance_number: str) -> Row | None:
        """The person with this insurance number (id, language), or None."""
        return self._rows.first(
            "SELECT id, language FROM person WHERE insurance_number_print = ?",
            self._vault.fingerprint(insurance_number),
        )

    def has_phone(self, person_id: int, phone: str) -> bool:
        """Is this number (E.164) registered for this person?"""
        row = self._rows.first(
            "SELECT 1 FROM phone WHERE person_id = ? AND number_print = ?",
            person_id,
            self._vault.fingerprint(phone),
        )
        return row is not None

    def numbers_of_phone(self, phone: str) -> dict[str, list[str]]:
        """The insurance numbers and claim references of all whose phone this is (E.164).

        Empty for a phone of more people than a household has: there nothing is anybody's own.
        """
        people = "SELECT person_id FROM phone WHERE number_print = ?"
        print_ = self._vault.fingerprint(phone)
        persons = self._rows.column(
            f"SELECT insurance_number FROM person WHERE id IN ({people})", print_
        )
        if not phone or len(persons) > HOUSEHOLD:
            return {}
        claims = self._rows.column(
            f"SELECT reference FROM claim WHERE person_id IN ({people})", print_
        )
        return {
            "insurance_number": [self._vault.decrypt(secret) for secret in persons],
            "claim_reference": [self._vault.decrypt(secret) for secret in claims],
        }

    def next_payment(self, person_id: int, on_or_after: str) -> Row | None:
        """The first payment that is still due, or held, on or after this day, or None."""
        return self._rows.first(
            "SELECT programme, due_on, amount, status FROM payment"
            " WHERE person_id = ? AND due_on >= ? AND status IN ('due', 'held')"
            " ORDER BY due_on LIMIT 1",
            person_id,
            on_or_after,
        )

    def offices(self) -> list[Row]:
        """All offices, with `hours` and `names` as mappings."""
        rows = self._rows.all("SELECT * FROM office ORDER BY postcode")
        return [
            {**row, "hours": json.loads(row["hours"]), "names": json.loads(row["names"])}
            for row in rows
        ]

    def handoff_waits(self, since: datetime) -> list[int]:
        """How long those waited (seconds) who wanted a person since then and got one."""
        return Handoffs(self._rows.database, self._vault).waits(since)

    def add_callback(self, row: Row) -> None:
        """Leave a wish to be called back: phone, topic, wanted, promised_by, language.

        One left in practice counts as kept at once: nobody is to be called.
        """
        values = (
            self._rows.session_id,
            self._vault.encrypt(row["phone"]),
            self._vault.fingerprint(row["phone"]),
            row["topic"],
            row["wanted"],
            row["promised_by"],
            row["language"],
            self._rows.now,
            self._rows.now,
            self._rows.session_id,
        )
        self._rows.write(
            "INSERT INTO callback (session_id, phone, phone_print, topic, wanted, promised_by,"
            " language, created_at, done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT ? FROM session"
            " WHERE id = ? AND practice))",
            *values,
        )

    def add_text(self, to: str, body: str, language: str, secret: bool = False) -> None:
        """Queue a text. Whether the number has opted out is checked when it is sent.

        The payload is JSON: `to` (encrypted), `body` or, where it is secret, `sealed` (the body
        encrypted), and `language`.
        """
        text = {"sealed": self._vault.encrypt(body)} if secret else {"body": body}
        payload = {"to": self._vault.encrypt(to), **text, "language": language}
        self._rows.write(
            "INSERT INTO outbox (session_id, kind, payload, created_at, due_at)"
            " VALUES (?, 'text', ?, ?, ?)",
            self._rows.session_id,
            json.dumps(payload, ensure_ascii=False),
            self._rows.now,
            self._rows.now,
        )

    def undelivered(self, since: datetime) -> list[Row]:
        """Texts that were given up since then, for another reason than an opt-out: id and error."""
        return [
            *self._rows.all(
                "SELECT id, error FROM outbox WHERE done_at >= ? AND provider_id IS NULL"
                " AND error IS NOT NULL AND error <> 'opted out' ORDER BY id",
                stamp(since),
            )
        ]

    def add_unanswered(self, row: Row) -> None:
        """Keep a question for review: question (redacted already), language, channel, nearest,
        confidence. Nothing says who asked it, and what was asked in practice is not kept."""
        self._rows.later.append(
            unanswered.writing(self._vault, row, self._rows.now, self._rows.session_id)
        )


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
