"""PINs and codes: kept as hashes, compared with the same work for everybody, good once."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from benefits import country, seed
from storage import pins
from storage.country import load_country
from storage.database import Database
from storage.registry import SqlRegistry
from storage.vault import Vault

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
EDDA, TOBIN = "210000013", "210000045"
PIN = "58412036"
LASTS = timedelta(minutes=5)


@pytest.fixture
def costs_as_on_the_air(monkeypatch):
    """Hashing is not made cheap, as it is for the other tests."""
    monkeypatch.setattr(pins, "_HASHER", PasswordHasher())
    pins._nobody.cache_clear()
    yield
    pins._nobody.cache_clear()


@pytest.fixture
def country_there(database: Database, vault: Vault):
    load_country(database, vault, country.offices(), seed.people(0, today=NOW.date()))
    return database


def registry(database, vault, now=NOW):
    later = []
    return SqlRegistry(database, vault, later, "s", now), later


def test_a_pin_is_kept_as_a_hash_that_is_encrypted(country_there, vault):
    one, _ = registry(country_there, vault)
    edda, tobin = one.person(EDDA)["id"], one.person(TOBIN)["id"]
    assert one.identities.pin_fits(edda, PIN)
    assert not one.identities.pin_fits(edda, PIN[::-1])
    assert not one.identities.pin_fits(tobin, PIN)  # who has none
    assert not one.identities.pin_fits(None, "no PIN at all")
    stored = str([tuple(row) for row in country_there.connection.execute("SELECT * FROM pin")])
    assert PIN not in stored
    assert "argon2" not in stored


@pytest.mark.parametrize("number", [EDDA, TOBIN, "219999991"])
def test_the_same_work_is_done_for_everybody(
    costs_as_on_the_air, country_there, vault, monkeypatch, number
):
    verified = []
    real = pins._HASHER

    class Counting:
        def hash(self, pin):
            return real.hash(pin)

        def verify(self, hash_, pin):
            verified.append(hash_.split("$")[3])  # the cost
            return real.verify(hash_, pin)

    monkeypatch.setattr(pins, "_HASHER", Counting())
    one, _ = registry(country_there, vault)
    person = one.person(number)
    one.identities.pin_fits(person["id"] if person else None, "11112222")
    assert verified == ["m=65536,t=3,p=4"]


def test_a_code_is_good_once_and_kept_as_a_fingerprint(country_there, vault):
    one, later = registry(country_there, vault)
    edda = one.person(EDDA)["id"]
    code = one.identities.new_code(edda, LASTS, "text")
    country_there.commit(later)
    rows = country_there.connection.execute("SELECT * FROM one_time_code")
    assert code not in str([tuple(row) for row in rows])
    two, later = registry(country_there, vault)
    other = two.person(TOBIN)["id"]
    assert two.identities.code_fits(other, code) == "wrong"
    assert two.identities.code_fits(edda, code) == "right"
    country_there.commit(later)
    assert registry(country_there, vault)[0].identities.code_fits(edda, code) == "wrong"


def test_a_code_gets_old_and_a_newer_one_takes_its_place(country_there, vault):
    one, later = registry(country_there, vault)
    edda = one.person(EDDA)["id"]
    first = one.identities.new_code(edda, LASTS, "text")
    country_there.commit(later)
    late, _ = registry(country_there, vault, NOW + timedelta(minutes=6))
    assert late.identities.code_fits(edda, first) == "expired"
    assert not late.identities.code_waits(edda)
    two, later = registry(country_there, vault)
    second = two.identities.new_code(edda, LASTS, "text")
    while second == first:
        later.clear()
        second = two.identities.new_code(edda, LASTS, "text")
    country_there.commit(later)
    three, _ = registry(country_there, vault)
    assert three.identities.code_fits(edda, first) == "wrong"
    assert three.identities.code_fits(edda, second) == "right"


def test_the_text_that_brings_a_code_is_sealed(country_there, vault):
    one, later = registry(country_there, vault)
    one.add_text("+15550100001", "your code is 123456", "en", secret=True)
    country_there.commit(later)
    rows = country_there.connection.execute("SELECT payload FROM outbox")
    assert "123456" not in str([tuple(row) for row in rows])
