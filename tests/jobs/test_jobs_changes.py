"""Held changes take effect after a week, unless somebody has reported something."""

from __future__ import annotations

from datetime import timedelta

import pytest

from benefits.jobs import changes
from storage.registry import SqlRegistry

PERSON = 7


@pytest.fixture
def held(office):
    """A change of bank account, a week and an hour ago."""
    office.database.connection.execute("DELETE FROM held_change")
    row = {
        "person_id": PERSON,
        "kind": "bank",
        "new": {"account": "1111222233334444"},
        "old": {"account": "9999000011112222"},
        "signs": [],
        "due_at": (office.now + timedelta(days=7)).isoformat(timespec="milliseconds"),
        "status": "waiting",
    }
    reference = office.act(lambda registry: registry.held.hold(row))
    office.now += timedelta(days=7, hours=1)
    return reference


def test_a_change_takes_effect_once(office, held):
    office.now -= timedelta(hours=2)
    assert office.run(changes.JOB, "early").figures == {}
    office.now += timedelta(hours=2)
    assert office.run(changes.JOB, "due").figures == {"applied": 1}
    assert office.run(changes.JOB, "again").figures == {}
    assert office.reading.personal.of(PERSON)["account"] == "1111222233334444"


def test_a_change_that_was_stopped_does_not(office, held):
    change = office.reading.held.by_reference(held)
    item = next(changes.items(office.reading, office.now))
    office.act(lambda registry: registry.held.settle(change, "stopped", "sms"))
    job = changes.Job("changes", lambda *_: [item], changes.act)
    assert office.run(job).figures == {"done meanwhile": 1}
    assert office.reading.personal.of(PERSON)["account"] != "1111222233334444"


def test_with_a_report_a_supervisor_looks_at_it_first(office, held):
    office.open_case("fraud", PERSON)
    assert office.run(changes.JOB).figures == {"held": 1}
    assert office.reading.held.by_reference(held)["status"] == "review"
    (one,) = office.exceptions.waiting()
    assert "a report of fraud" in one["about"]["to_do"]
    assert one["about"]["who"] == "supervisor"


def test_where_the_records_are_elsewhere_a_person_enters_it_there(office, held, monkeypatch):
    monkeypatch.setattr(SqlRegistry, "elsewhere", True)
    assert office.run(changes.JOB).figures == {"for a person": 1}
    assert office.run(changes.JOB, "again").figures == {}
    assert office.reading.held.by_reference(held)["status"] == "review"
    assert office.reading.personal.of(PERSON)["account"] != "1111222233334444"
    (one,) = office.exceptions.waiting()
    assert "Enter it in the institution's records" in one["about"]["to_do"]
