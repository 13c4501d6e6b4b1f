"""One mapping for both ends: what goes out as a record comes back as the same row."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from benefits import seed
from storage.country import load_country
from storage.database import Database
from storage.institution.messages import Criteria
from storage.institution.records import (
    KINDS,
    ClaimRecord,
    ContributionRecord,
    EntitlementRecord,
    PaymentRecord,
    PersonRecord,
)
from storage.institution.searching import Searching
from storage.vault import Vault

DAYS = st.dates().map(lambda day: day.isoformat())
WORDS = st.text(min_size=1, max_size=20)
STATUS = st.sampled_from(
    ["received", "examining", "documents_missing", "decided", "paid", "withdrawn"]
)


def travelled(record):
    """The record after it was JSON."""
    return type(record).model_validate(json.loads(record.model_dump_json()))


@given(WORDS, WORDS, STATUS, DAYS, DAYS | st.just(""))
def test_claims(reference, programme, status, received, expected):
    row = {
        "reference": reference,
        "programme": programme,
        "status": status,
        "received_on": received,
        "expected_by": expected,
    }
    assert travelled(ClaimRecord.of_row(row)).row() == row


@given(st.integers(0, 10**12), DAYS, WORDS)
def test_payments_lose_no_cent(cents, due, status):
    row = {"id": 7, "insurance_number": "210000013", "programme": "old_age_pension"}
    row |= {"due_on": due, "amount": cents, "status": status}
    record = travelled(PaymentRecord.of_row(row))
    assert record.row() == {name: row[name] for name in ("programme", "due_on", "amount", "status")}
    assert record.belongs("UIN", "210000013")
    assert not record.belongs("UIN", "210000029")


@given(st.none() | st.integers(0, 10**9), DAYS)
def test_entitlements(cents, first_on):
    row = {"programme": "old_age_pension", "amount": cents, "first_on": first_on}
    record = EntitlementRecord.of_row({**row, "insurance_number": "210000013"})
    assert travelled(record).row() == row


@given(WORDS, WORDS, DAYS, st.lists(WORDS, max_size=3))
def test_persons(given_name, surname, born, phones):
    row = {
        "id": 5,
        "insurance_number": "210000013",
        "given_name": given_name,
        "surname": surname,
        "birth_date": born,
        "sex": "female",
        "address": "1 Mill Road",
        "language": "es",
    }
    record = travelled(PersonRecord.of_row(row, phones))
    assert record.row(5) == row
    assert all(record.belongs("MOBILE", phone) for phone in phones)


@pytest.mark.parametrize(
    ("amount", "cents"), [("412.50", 41250), ("412.5", 41250), (412, 41200), (412.5, 41250)]
)
def test_amounts_as_others_write_them(amount, cents):
    record = {"identifier": [{"identifier_type": "UIN", "identifier_value": "2"}], "code": "1"}
    record |= {"programme_identifier": "x", "date_due": "2026-11-27", "status": "due"}
    assert PaymentRecord.model_validate({**record, "amount": amount}).row()["amount"] == cents
    for wrong in ("412.505", "NaN", "Infinity", "four", None):
        with pytest.raises(ValidationError):
            PaymentRecord.model_validate({**record, "amount": wrong})


def test_everybody_of_the_demo_country_can_be_told_of(tmp_path):
    database, vault = Database(tmp_path / "x.db"), Vault([Vault.new_key()])
    database.migrate()
    people = list(seed.people(200, today=date(2026, 11, 23)))
    load_country(database, vault, [], people)
    searching = Searching(database, vault)
    found = dict.fromkeys(KINDS, 0)
    for person in people:
        for kind in KINDS:
            query = {"type": "UIN", "value": person["insurance_number"]}
            criteria = Criteria(reg_record_type=kind, query_type="idtype-value", query=query)
            result = searching.find(criteria)
            assert [travelled(record) for record in result.records] == list(result.records)
            found[kind] += result.total
    assert found[PersonRecord.kind] == len(people)
    assert found[PaymentRecord.kind] == sum(len(person["payments"]) for person in people)
    assert found[EntitlementRecord.kind] > 0
    times = sum(len(person["contributions"]) for person in people)
    assert found[ContributionRecord.kind] == times > 0
    assert 0 < found[ClaimRecord.kind] <= sum(len(person["claims"]) for person in people)
