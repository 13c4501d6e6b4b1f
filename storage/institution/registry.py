"""The registry of a turn whose records are with the institution.

Persons, claims and payments are read over HTTP; all else, calls back, texts, cases, offices and
whatever other parts a registry has, is the hotline's own and stays in the embedded database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from storage.database import Database, Write
from storage.institution.client import Institution, Search
from storage.institution.errors import RecordsUnreachable
from storage.institution.parts import (
    InstitutionConsents,
    InstitutionIdentities,
    InstitutionPeople,
)
from storage.institution.record import CLAIM_REFERENCE, INSURANCE_NUMBER, PHONE, Record
from storage.institution.records import (
    ClaimRecord,
    PaymentRecord,
    PersonRecord,
)
from storage.institution.resilience import Patience
from storage.registry import HOUSEHOLD, Outside, SqlRegistry
from storage.rows import Row
from storage.vault import Vault

_HINT_S = 1.0
"""What helps to hear a number may take no longer."""
_MOST_CLAIMS = 50
_MOST_PAYMENTS = 24
_MOST_BELONGING = 100
_Record = TypeVar("_Record", bound=Record)


class InstitutionRegistry(SqlRegistry):
    """A registry that asks the institution for what is the institution's."""

    elsewhere = True

    def __init__(
        self,
        institution: Institution,
        patience_s: float,
        database: Database,
        vault: Vault,
        later: list[Write],
        session_id: str,
        now: datetime,
        outside: Outside | None = None,
    ) -> None:
        """patience_s: what the turn may wait for the institution altogether; then, as when it does
        not answer, reading raises RecordsUnreachable."""
        super().__init__(database, vault, later, session_id, now, outside)
        exempt = outside.office_phones if outside else ()
        self.identities = InstitutionIdentities(self, self._rows, exempt)
        self.consents = InstitutionConsents(self, self._rows)
        self.people = InstitutionPeople(self, self._rows)
        self._institution = institution
        self._patience = Patience(patience_s)
        self._persons: dict[str, PersonRecord | None] = {}

    def claim(self, reference: str) -> Row | None:
        """The claim with this reference, or None; one that was filled in here and has not come to
        the institution yet is found here."""
        record = self._one(ClaimRecord, CLAIM_REFERENCE, reference)
        return record.row() if record else super().claim(reference)

    def person(self, insurance_number: str) -> Row | None:
        """The person with this insurance number, or None."""
        record = self._person(insurance_number)
        return record.row(self._id_of(record)) if record else None

    def has_phone(self, person_id: int, phone: str) -> bool:
        """Is this number (E.164) registered for this person?"""
        return bool(phone) and phone in self.person_record(person_id).phone_number

    def numbers_of_phone(self, phone: str) -> dict[str, list[str]]:
        """As the embedded registry; nothing where it cannot be told in a moment, since it only
        helps to hear what is said anyway."""
        if not phone:
            return {}
        searches = [
            Search(PersonRecord, PHONE, phone, most=HOUSEHOLD + 1),
            Search(ClaimRecord, PHONE, phone, most=_MOST_CLAIMS),
        ]
        try:
            persons, claims = self._institution.find(searches, Patience(_HINT_S))
        except RecordsUnreachable:
            return {}
        if persons.total > HOUSEHOLD:
            return {}
        return {
            "insurance_number": [one.insurance_number for one in persons.all(PersonRecord)],
            "claim_reference": [one.claim_ref for one in claims.all(ClaimRecord)],
        }

    def next_payment(self, person_id: int, on_or_after: str) -> Row | None:
        """The first payment that is still due on or after this day, or None."""
        number = self._number_of(person_id)
        due = (("date_due", "ge", on_or_after), ("status", "eq", "due"))
        search = Search(
            PaymentRecord, INSURANCE_NUMBER, number, due, sort="date_due", most=_MOST_PAYMENTS
        )
        payments = self._all(PaymentRecord, search)
        if any(one.status != "due" or one.date_due < on_or_after for one in payments):
            # Conditions that were left out: the next payment may be one that was not sent.
            raise RecordsUnreachable("conditions left out")
        rows = [payment.row() for payment in payments]
        return min(rows, key=lambda row: row["due_on"], default=None)

    def person_record(self, person_id: int) -> PersonRecord:
        """What is on record about somebody who is known here."""
        record = self._person(self._number_of(person_id))
        if record is None:
            raise RecordsUnreachable("a person is gone")
        return record

    def belonging(self, kind: type[_Record], person_id: int) -> Sequence[_Record]:
        """All records of a kind that belong to a person."""
        number = self._number_of(person_id)
        return self._all(kind, Search(kind, INSURANCE_NUMBER, number, most=_MOST_BELONGING))

    def _person(self, number: str) -> PersonRecord | None:
        """Asked for once a turn."""
        if number not in self._persons:
            self._persons[number] = self._one(PersonRecord, INSURANCE_NUMBER, number)
        return self._persons[number]

    def _one(self, kind: type[_Record], identifier: str, value: str) -> _Record | None:
        """Raises RecordsUnreachable, also for two where there can be one."""
        (found,) = self._institution.find([Search(kind, identifier, value)], self._patience)
        if found.total > 1:
            raise RecordsUnreachable("ambiguous")
        return next(iter(found.all(kind)), None)

    def _all(self, kind: type[_Record], search: Search) -> Sequence[_Record]:
        """Raises RecordsUnreachable, also where an answer is not the whole."""
        (found,) = self._institution.find([search], self._patience)
        records = found.all(kind)
        if found.total > len(records):
            raise RecordsUnreachable("incomplete")
        return records

    # Who is who here ----------------------------------------------------------------------------

    def _id_of(self, record: PersonRecord) -> int:
        """What the person is known by here, for the hotline's own records: a row that has the
        number and nothing else. Writing it twice does no harm, so it need not wait for the turn."""
        number = record.insurance_number
        print_ = self._vault.fingerprint(number)
        sql = "SELECT id FROM person WHERE insurance_number_print = ?"
        known = self._rows.first(sql, print_)
        if known is None:
            with self._rows.database.transaction() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO person (insurance_number, insurance_number_print,"
                    " given_name, surname, sex, birth_date, address, language)"
                    " VALUES (?, ?, '', '', '', '', '', '')",
                    (self._vault.encrypt(number), print_),
                )
            known = self._rows.first(sql, print_)
        assert known is not None
        return int(known["id"])

    def _number_of(self, person_id: int) -> str:
        row = self._rows.first("SELECT insurance_number FROM person WHERE id = ?", person_id)
        if row is None:
            raise LookupError(f"no person {person_id} was ever asked for")
        return self._vault.decrypt(row["insurance_number"])
