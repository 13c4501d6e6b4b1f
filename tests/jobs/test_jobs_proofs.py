"""Proofs of life: matched with what is on record; nobody's payment stops."""

from __future__ import annotations

from datetime import timedelta

from benefits.jobs import proofs

PERSON = 7


def only(office, due_on, evidence=()):
    """One person who has to show it, with what showed it."""
    office.database.connection.execute("DELETE FROM proof_of_life")
    office.database.connection.execute("DELETE FROM evidence")
    office.act(lambda registry: registry.proofs.set_due(PERSON, due_on))
    for kind, seen_on in evidence:
        office.act(
            lambda registry, kind=kind, seen_on=seen_on: registry.proofs.add_evidence(
                PERSON, kind, seen_on, "test"
            )
        )


def test_what_is_on_record_sets_the_next_day_once(office):
    only(office, "2026-12-10", [("office_visit", "2026-11-02")])
    assert office.run(proofs.JOB, "one").figures == {"matched": 1}
    assert office.reading.proofs.due(PERSON) == "2027-11-02"
    assert office.run(proofs.JOB, "two").figures == {}


def test_what_is_too_old_or_not_open_changes_nothing(office):
    only(office, "2026-12-10", [("contribution", "2026-03-02")])
    assert office.run(proofs.JOB, "old").figures == {}
    only(office, "2027-03-10", [("office_visit", "2026-11-20")])
    assert office.run(proofs.JOB, "early").figures == {}


def test_who_is_overdue_for_a_month_goes_to_a_person_once(office):
    only(office, "2026-10-20")
    assert office.run(proofs.JOB, "one").figures == {"overdue": 1}
    office.now += timedelta(days=1)
    assert office.run(proofs.JOB, "two").figures == {"done before": 1}
    (one,) = office.exceptions.waiting()
    assert one["about"]["to_do"].startswith("Has not shown to be alive since 2026-10-20.")
    assert office.reading.proofs.due(PERSON) == "2026-10-20"
