"""The embedded registry: the people, claims, payments and offices that `benefits/` asks for.

`SqlRegistry` has the shape of `benefits.registry.Registry`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storage import unanswered
from storage.appointments import Appointments
from storage.bulk import Bulk
from storage.case_lists import CaseLists
from storage.cases import Cases
from storage.checks import Checks
from storage.claims import Claims
from storage.consents import Consents
from storage.contributions import Contributions
from storage.database import Database, Write, stamp
from storage.decisions import Decisions
from storage.feedback import Feedback
from storage.handoffs import Handoffs
from storage.held_changes import HeldChanges
from storage.held_payments import HeldPayments
from storage.identities import Identities
from storage.job_records import JobRecords
from storage.news import News
from storage.payment_runs import PaymentRuns
from storage.payments import Payments
from storage.people import People
from storage.personal_data import PersonalData
from storage.pin_calls import PinCalls
from storage.pin_letters import PinLetters
from storage.preferences import Preferences
from storage.proofs import Proofs
from storage.rows import Row, Rows
from storage.vault import Vault

HOUSEHOLD = 12
"""The most people whose phone one number is taken to be."""


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

    elsewhere = False
    """The records of people are here."""

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
        self.held_payments = HeldPayments(rows)
        self.case_lists = CaseLists(rows)
        self.appointments = Appointments(rows)
        self.proofs = Proofs(rows)
        self.pin_calls = PinCalls(rows)
        self.pin_letters = PinLetters(rows)

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
