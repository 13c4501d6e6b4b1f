"""Finds what is asked for in the embedded database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.database import Database
from storage.institution.messages import REG_TYPE, Criteria
from storage.institution.queries import OPERATORS, Condition, Rejected, conditions_of, page_of
from storage.institution.record import CLAIM_REFERENCE, INSURANCE_NUMBER, PHONE, Record
from storage.institution.records import (
    ClaimRecord,
    ContributionRecord,
    EntitlementRecord,
    PaymentRecord,
    PersonRecord,
)
from storage.rows import Row
from storage.vault import Vault

_MOST = 100
"""Records of an answer that is not asked for by pages."""


@dataclass(frozen=True)
class _Source:
    """Where the records of a kind are, and by what they are found and sorted."""

    columns: str
    tables: str
    person: str
    """The column with the person's id."""
    plain: Mapping[str, str]
    """Columns by attribute; sealed ones are found by fingerprint only."""


_SOURCES = {
    PersonRecord.kind: _Source("person.*", "person", "person.id", {}),
    ClaimRecord.kind: _Source(
        "claim.*",
        # One that is still being filled in is nobody's business yet.
        "(SELECT * FROM claim WHERE status <> 'draft') AS claim",
        "claim.person_id",
        {
            "status": "claim.status",
            "programme_identifier": "claim.programme",
            "received_date": "claim.received_on",
        },
    ),
    PaymentRecord.kind: _Source(
        "payment.*, person.insurance_number",
        "payment JOIN person ON person.id = payment.person_id",
        "payment.person_id",
        {
            "status": "payment.status",
            "programme_identifier": "payment.programme",
            "date_due": "payment.due_on",
        },
    ),
    ContributionRecord.kind: _Source(
        "contribution.*, person.insurance_number",
        "contribution JOIN person ON person.id = contribution.person_id",
        "contribution.person_id",
        {
            "period_start": "contribution.first_month",
            "period_end": "contribution.last_month",
            "employer": "contribution.employer",
        },
    ),
    EntitlementRecord.kind: _Source(
        "entitlement.*, person.insurance_number",
        "(SELECT * FROM decision WHERE status = 'in_force' AND outcome = 'granted') AS entitlement"
        " JOIN person ON person.id = entitlement.person_id",
        "entitlement.person_id",
        {
            "programme_identifier": "entitlement.programme",
            "enrollment_date": "entitlement.first_on",
        },
    ),
}


@dataclass(frozen=True)
class Result:
    """What was found, or a page of it."""

    records: Sequence[Record]
    total: int
    size: int
    page: int


class Searching:
    """Searches the records that are kept here."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record that can be searched."""
        return frozenset(_SOURCES)

    def find(self, criteria: Criteria) -> Result:
        """The records. Raises Rejected, saying which part of the search cannot be answered."""
        kind = criteria.reg_record_type
        if criteria.reg_type not in ("", REG_TYPE):
            raise Rejected("rjct.search_criteria.invalid", f"reg_type is {REG_TYPE}")
        if kind not in _SOURCES:
            message = f"reg_record_type is one of {', '.join(_SOURCES)}"
            raise Rejected("rjct.search_criteria.invalid", message)
        source = _SOURCES[kind]
        tests = [self._test(source, kind, one) for one in conditions_of(criteria)]
        where = f"FROM {source.tables} WHERE {' AND '.join(sql for sql, _ in tests)}"
        values = [value for _, value in tests]
        order = ", ".join((*_orders(source, criteria), f"{kind.rpartition(':')[2].lower()}.id"))
        total = self._rows(f"SELECT count(*) AS total {where}", values)[0]["total"]
        page = page_of(criteria)
        if page is None and total > _MOST:
            message = f"{total} records were found; ask for them by pages"
            raise Rejected("rjct.search.too_many_records_found", message)
        size, number = page or (_MOST, 1)
        rows = self._rows(
            f"SELECT {source.columns} {where} ORDER BY {order} LIMIT ? OFFSET ?",
            [*values, size, size * (number - 1)],
        )
        return Result([self._record(kind, row) for row in rows], total, size, number)

    def subject(self, criteria: Criteria) -> str:
        """The fingerprint of the number that is searched for; empty where there is none."""
        try:
            conditions = conditions_of(criteria)
        except Rejected:
            return ""
        named = (INSURANCE_NUMBER, PHONE, CLAIM_REFERENCE)
        return next(self._vault.fingerprint(c.value) for c in conditions if c.attribute in named)

    def _test(self, source: _Source, kind: str, condition: Condition) -> tuple[str, str]:
        """SQL with one mark, and its value. Names in SQL are this module's own."""
        attribute, operator = condition.attribute, condition.operator
        if column := source.plain.get(attribute):
            return f"{column} {OPERATORS[operator]} ?", condition.value
        people = {
            INSURANCE_NUMBER: "SELECT id FROM person WHERE insurance_number_print = ?",
            PHONE: "SELECT person_id FROM phone WHERE number_print = ?",
        }
        if operator == "eq" and attribute in people:
            sealed = self._vault.fingerprint(condition.value)
            return f"{source.person} IN ({people[attribute]})", sealed
        if (operator, attribute, kind) == ("eq", CLAIM_REFERENCE, ClaimRecord.kind):
            return "reference_print = ?", self._vault.fingerprint(condition.value)
        message = f"{attribute[:50]} {operator} cannot be asked of this kind of record"
        raise Rejected("rjct.search_criteria.invalid", message)

    def _record(self, kind: str, row: Row) -> Record:
        opened = {**row}
        for name in ("insurance_number", "given_name", "surname", "birth_date", "address"):
            if name in opened:
                opened[name] = self._vault.decrypt(opened[name])
        if kind == PaymentRecord.kind:
            return PaymentRecord.of_row(opened)
        if kind == ContributionRecord.kind:
            return ContributionRecord.of_row(opened)
        if kind == EntitlementRecord.kind:
            return EntitlementRecord.of_row(opened)
        if kind == ClaimRecord.kind:
            opened["reference"] = self._vault.decrypt(opened["reference"])
            return ClaimRecord.of_row(opened)
        phones = self._rows("SELECT number FROM phone WHERE person_id = ?", [row["id"]])
        return PersonRecord.of_row(opened, [self._vault.decrypt(one["number"]) for one in phones])

    def _rows(self, sql: str, values: Sequence[object]) -> list[dict[str, Any]]:
        return [dict(row) for row in self._database.connection.execute(sql, values)]


def _orders(source: _Source, criteria: Criteria) -> Iterator[str]:
    for sort in criteria.sort or ():
        column = source.plain.get(sort.attribute_name)
        if column is None:
            message = f"this kind of record is sorted by {', '.join(source.plain) or 'nothing'}"
            raise Rejected("rjct.sort.invalid", message)
        yield f"{column} {'DESC' if sort.sort_order == 'desc' else 'ASC'}"
