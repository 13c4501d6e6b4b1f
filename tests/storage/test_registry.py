"""The embedded registry on a real file: what it encrypts, looks up and when it writes."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from benefits import country, seed
from benefits.registry import Registry
from storage.country import NotEmpty, load_country
from storage.database import Database
from storage.registry import SqlRegistry
from storage.vault import Vault

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def loaded(database: Database, vault: Vault) -> Database:
    load_country(database, vault, country.offices(), seed.people(0, today=TODAY))
    return database


def count(database: Database, table: str) -> int:
    return database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_reads(loaded, vault):
    registry: Registry = SqlRegistry(loaded, vault, [], "s1", NOW)
    assert registry.claim("47110011")["status"] == "received"
    assert registry.claim("47119991") is None
    person = registry.person("210000050")
    assert person["language"] == "zh"
    assert registry.person("219999991") is None
    assert registry.has_phone(person["id"], "+15550100005")
    assert not registry.has_phone(person["id"], "+15550100001")
    assert not registry.has_phone(person["id"], "")
    assert registry.next_payment(person["id"], "2026-11-23")["due_on"] == "2026-11-27"
    assert registry.next_payment(person["id"], "2026-11-28")["due_on"] == "2026-12-28"
    assert registry.next_payment(person["id"], "2027-11-28") is None
    assert {office["id"]: dict(office) for office in registry.offices()} == {
        office["id"]: dict(office) for office in country.offices()
    }


def test_nothing_personal_is_readable_in_the_file(loaded):
    loaded.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = loaded.path.read_bytes()
    for secret in (b"210000013", b"47110011", b"+15550100001", b"Millbrook", b"1958-04-12"):
        assert secret not in content


def test_writes_wait_for_the_transaction(loaded, vault):
    later: list = []
    registry = SqlRegistry(loaded, vault, later, "s1", NOW)
    callback = {"phone": "+15550100001", "topic": "claim", "wanted": "any"}
    registry.add_callback({**callback, "promised_by": "2026-11-24", "language": "en"})
    registry.add_text("+15550100001", "We will call.", "en")
    assert count(loaded, "callback") == count(loaded, "outbox") == 0
    loaded.commit(later)
    row = loaded.connection.execute("SELECT * FROM callback").fetchone()
    assert vault.decrypt(row["phone"]) == "+15550100001"
    assert row["phone_print"] == vault.fingerprint("+15550100001")
    assert count(loaded, "outbox") == 1


def test_loading_does_not_overwrite_people_by_accident(loaded, vault):
    with pytest.raises(NotEmpty):
        load_country(loaded, vault, [], seed.people(0, today=TODAY))
    assert count(loaded, "office") == 24
    people = seed.people(3, today=TODAY)
    assert load_country(loaded, vault, country.offices(), people, replace=True) == 9
    assert count(loaded, "person") == 9


def test_replacing_leaves_nothing_behind(loaded, vault):
    load_country(loaded, vault, [], [], replace=True)
    for table in ("person", "phone", "claim", "payment", "contribution", "office"):
        assert count(loaded, table) == 0, table


def test_a_failure_half_way_changes_nothing(database, vault):
    people = list(seed.people(0, today=TODAY))
    with pytest.raises(Exception, match="UNIQUE"):
        load_country(database, vault, country.offices(), [*people, people[0]])
    assert count(database, "person") == count(database, "office") == 0


def test_looking_up_uses_the_indexes(loaded):
    for sql in (
        "SELECT 1 FROM claim WHERE reference_print = ?",
        "SELECT 1 FROM person WHERE insurance_number_print = ?",
        "SELECT 1 FROM phone WHERE person_id = 1 AND number_print = ?",
        "SELECT 1 FROM payment WHERE person_id = 1 AND due_on >= ?",
    ):
        plan = loaded.connection.execute(f"EXPLAIN QUERY PLAN {sql}", ("x",)).fetchone()["detail"]
        assert plan.startswith("SEARCH"), plan


def test_ten_thousand_people_load_in_ten_seconds(database, vault):
    begun = time.process_time()  # of work: another test may have the other core
    assert load_country(database, vault, country.offices(), seed.people(today=TODAY)) == 10_006
    assert time.process_time() - begun < 10
