"""The rows of the registry as records of the DCI's vocabulary, and back: one mapping for both ends.

Amounts are cents in rows and exact decimals ("412.50") in records; dates are ISO 8601 in both.
Times of day that other registries add to a date are dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from storage.institution.record import (
    CLAIM_REFERENCE,
    INSURANCE_NUMBER,
    MONTH,
    PHONE,
    Day,
    Identifier,
    Money,
    Record,
    cents,
    insured,
    money,
)

Row = Mapping[str, Any]


class PersonRecord(Record):
    """A person: rows have id, insurance_number, given_name, surname, birth_date, sex, address,
    language and phones."""

    kind = "spdci-extensions-dci:Person"
    identifier: tuple[Identifier, ...] = Field(min_length=1)
    given_name: str = ""
    surname: str = ""
    birth_date: Day = ""
    sex: str = ""
    address: str = ""
    phone_number: tuple[str, ...] = ()
    language_code: str = ""

    @property
    def insurance_number(self) -> str:
        """The number that people know; empty where the record has none."""
        values = (
            one.identifier_value
            for one in self.identifier
            if one.identifier_type == INSURANCE_NUMBER
        )
        return next(values, "")

    def belongs(self, identifier: str, value: str) -> bool:
        known = {(one.identifier_type, one.identifier_value) for one in self.identifier}
        known |= {(PHONE, number) for number in self.phone_number}
        return (identifier, value) in known

    @classmethod
    def of_row(cls, row: Row, phones: Sequence[str]) -> PersonRecord:
        return cls(
            identifier=(insured(row["insurance_number"]),),
            given_name=row["given_name"],
            surname=row["surname"],
            birth_date=row["birth_date"],
            sex=row["sex"],
            address=row["address"],
            phone_number=tuple(phones),
            language_code=row["language"],
        )

    def row(self, person_id: int) -> dict[str, Any]:
        """The row; `person_id` is what the registry here knows the person by."""
        return {
            "id": person_id,
            "insurance_number": self.insurance_number,
            "given_name": self.given_name,
            "surname": self.surname,
            "birth_date": self.birth_date,
            "sex": self.sex,
            "address": self.address,
            "language": self.language_code,
        }


class ClaimRecord(Record):
    """A claim: rows have reference, programme, status, received_on and expected_by. Whose it is is
    not in it: who has a reference need not be told."""

    kind = "spdci-extensions-dci:Claim"
    claim_ref: str = Field(min_length=1)
    programme_identifier: str = Field(min_length=1)
    status: Literal["received", "examining", "documents_missing", "decided", "paid", "withdrawn"]
    received_date: Day
    expected_date: Day = ""

    def belongs(self, identifier: str, value: str) -> bool:
        return identifier != CLAIM_REFERENCE or self.claim_ref == value

    @classmethod
    def of_row(cls, row: Row) -> ClaimRecord:
        return cls(
            claim_ref=row["reference"],
            programme_identifier=row["programme"],
            status=row["status"],
            received_date=row["received_on"],
            expected_date=row["expected_by"],
        )

    def row(self) -> dict[str, Any]:
        return {
            "reference": self.claim_ref,
            "programme": self.programme_identifier,
            "status": self.status,
            "received_on": self.received_date,
            "expected_by": self.expected_date,
        }


class PaymentRecord(Record):
    """A payment: rows have id, insurance_number, programme, due_on, amount (cents) and status."""

    kind = "spdci-extensions-dci:Payment"
    identifier: tuple[Identifier, ...] = Field(min_length=1)
    """Whose it is."""
    code: str
    programme_identifier: str = Field(min_length=1)
    date_due: Day = Field(min_length=1)
    amount: Money
    status: str = Field(min_length=1)

    def belongs(self, identifier: str, value: str) -> bool:
        return Identifier(identifier_type=identifier, identifier_value=value) in self.identifier

    @classmethod
    def of_row(cls, row: Row) -> PaymentRecord:
        return cls(
            identifier=(insured(row["insurance_number"]),),
            code=str(row["id"]),
            programme_identifier=row["programme"],
            date_due=row["due_on"],
            amount=money(row["amount"]),
            status=row["status"],
        )

    def row(self) -> dict[str, Any]:
        return {
            "programme": self.programme_identifier,
            "due_on": self.date_due,
            "amount": cents(self.amount),
            "status": self.status,
        }


class ContributionRecord(Record):
    """An unbroken time of work for one employer: rows have insurance_number, first_month,
    last_month, employer and base (cents a month)."""

    kind = "spdci-extensions-dci:Contribution"
    identifier: tuple[Identifier, ...] = Field(min_length=1)
    """Whose it is."""
    period_start: str = Field(pattern=MONTH)
    period_end: str = Field(pattern=MONTH)
    """Both included."""
    employer: str
    base: Money

    def belongs(self, identifier: str, value: str) -> bool:
        return Identifier(identifier_type=identifier, identifier_value=value) in self.identifier

    @classmethod
    def of_row(cls, row: Row) -> ContributionRecord:
        return cls(
            identifier=(insured(row["insurance_number"]),),
            period_start=row["first_month"],
            period_end=row["last_month"],
            employer=row["employer"],
            base=money(row["base"]),
        )

    def row(self) -> dict[str, Any]:
        return {
            "first_month": self.period_start,
            "last_month": self.period_end,
            "employer": self.employer,
            "base": cents(self.base),
        }


class EntitlementRecord(Record):
    """A benefit that somebody has been granted: rows have insurance_number, programme, amount
    (cents a month, or None) and first_on."""

    kind = "spdci-extensions-dci:Entitlement"
    identifier: tuple[Identifier, ...] = Field(min_length=1)
    """Whose it is."""
    programme_identifier: str = Field(min_length=1)
    enrollment_status: Literal["enrolled"] = "enrolled"
    enrollment_date: Day
    benefit_type: str = "cash"
    benefit_frequency: str = "monthly"
    benefit_value: Money | None

    def belongs(self, identifier: str, value: str) -> bool:
        return Identifier(identifier_type=identifier, identifier_value=value) in self.identifier

    @classmethod
    def of_row(cls, row: Row) -> EntitlementRecord:
        return cls(
            identifier=(insured(row["insurance_number"]),),
            programme_identifier=row["programme"],
            enrollment_date=row["first_on"],
            benefit_value=None if row["amount"] is None else money(row["amount"]),
        )

    def row(self) -> dict[str, Any]:
        return {
            "programme": self.programme_identifier,
            "first_on": self.enrollment_date,
            "amount": None if self.benefit_value is None else cents(self.benefit_value),
        }


KINDS: Mapping[str, type[Record]] = {
    record.kind: record
    for record in (
        *(PersonRecord, ClaimRecord, PaymentRecord),
        *(ContributionRecord, EntitlementRecord),
    )
}
"""Every kind of record by its `reg_record_type`."""


def kind_called(name: str) -> str:
    """The `reg_record_type` of a kind by its short name ("person"). Raises KeyError."""
    return {kind.rpartition(":")[2].lower(): kind for kind in KINDS}[name.lower()]
