"""Claims filled in bit by bit, and decisions: made once, settled by somebody else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from stdnum import verhoeff

from benefits import country, seed
from storage.conversations import Overtaken
from storage.country import load_country
from storage.database import Database
from storage.registry import SqlRegistry
from storage.vault import Vault

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DECISION = {
    "cause": "claim:1",
    "claim_reference": "47110011",
    "person_id": 4,
    "programme": "old_age_pension",
    "outcome": "refused",
    "amount": None,
    "first_on": "",
    "ruleset_version": "abc",
    "record": b'{"outcome": "refused"}',
    "status": "proposed",
    "automated": 1,
    "entered_by": "clerk",
}


@pytest.fixture
def turn(database: Database, vault: Vault):
    """Runs a function on a registry and commits what it wrote."""
    load_country(database, vault, country.offices(), seed.people(0, today=date(2026, 11, 23)))

    def run(act):
        later = []
        result = act(SqlRegistry(database, vault, later, "s", NOW))
        database.commit(later)
        return result

    return run


def test_a_claim_is_filled_in_and_handed_in(turn, database):
    reference = turn(lambda registry: registry.claims.begin(1, "old_age_pension", "voice"))
    assert verhoeff.is_valid(reference)
    assert not reference.startswith("9")
    turn(lambda registry: registry.claims.save(reference, {"children": 2}, ["income"]))
    draft = turn(lambda registry: registry.claims.of_person(1)[0])
    assert (draft["reference"], draft["status"]) == (reference, "draft")
    assert (draft["facts"], draft["missing"]) == ({"children": 2}, ["income"])
    turn(lambda registry: registry.claims.hand_in(reference, "2026-11-23", "2026-12-23"))
    turn(lambda registry: registry.claims.save(reference, {"children": 9}, []))
    claim = turn(lambda registry: registry.claims.of_person(1)[0])
    assert (claim["status"], claim["facts"]) == ("received", {"children": 2})
    secrets = [row[0] for row in database.connection.execute("SELECT facts FROM claim")]
    assert "children" not in "".join(secrets)


def test_a_claim_is_taken_back_until_it_is_decided(turn):
    turn(lambda registry: registry.claims.take_back("47110011"))
    assert turn(lambda registry: registry.claim("47110011"))["status"] == "withdrawn"
    turn(lambda registry: registry.claims.take_back("47110048"))
    assert turn(lambda registry: registry.claim("47110048"))["status"] == "decided"


def test_the_same_is_decided_once(turn):
    turn(lambda registry: registry.decisions.add(DECISION))
    turn(lambda registry: registry.decisions.add({**DECISION, "outcome": "granted"}))
    (found,) = turn(lambda registry: registry.decisions.of_person(4))
    assert (found["outcome"], found["record"]) == ("refused", DECISION["record"])
    assert turn(lambda registry: registry.decisions.of_claim("47110011"))["id"] == found["id"]


def test_nobody_settles_what_they_entered(turn):
    turn(lambda registry: registry.decisions.add(DECISION))
    waiting = turn(lambda registry: registry.decisions.of_claim("47110011"))
    with pytest.raises(Overtaken):
        turn(lambda registry: registry.decisions.settle(waiting["id"], "in_force", "clerk"))
    still = [row["id"] for row in turn(lambda registry: registry.decisions.waiting())]
    assert waiting["id"] in still
    turn(lambda registry: registry.decisions.settle(waiting["id"], "in_force", "other"))
    still = [row["id"] for row in turn(lambda registry: registry.decisions.waiting())]
    assert waiting["id"] not in still
    assert turn(lambda registry: registry.decisions.of_claim("47110011"))["reviewer"] == "other"
