"""Reminders: neutral, once each, by day, in the person's language; and texts that were given up."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from benefits.hours import Hours
from benefits.jobs import claims, reminders, texting, undelivered
from sms.economy import economical
from sms.segments import segments

HAS_PHONE = 1


@pytest.fixture(autouse=True)
def nothing_else_is_due(office):
    """Of what the demo country has anyway, nobody is to be reminded here."""
    for table in ("appointment", "proof_of_life", "evidence", "preference"):
        office.database.connection.execute(f"DELETE FROM {table}")


def texts(office):
    """Number, body and language of the texts that wait."""
    found = []
    for row in office.rows("SELECT payload FROM outbox ORDER BY id"):
        payload = json.loads(row["payload"])
        found.append((office.vault.decrypt(payload["to"]), payload["body"], payload["language"]))
    return found


def begin(office, person_id=HAS_PHONE):
    return office.act(lambda registry: registry.claims.begin(person_id, "maternity_benefit", "sms"))


def test_a_draft_is_reminded_of_once_after_three_days(office):
    begin(office)
    office.now += timedelta(days=2, hours=23)
    assert office.run(reminders.JOB, "early").figures == {}
    office.now += timedelta(hours=2)
    assert office.run(reminders.JOB, "due").figures == {"queued": 1}
    assert office.run(reminders.JOB, "again").figures == {"done before": 1}
    ((to, body, language),) = texts(office)
    assert to == office.reading.people.contact(HAS_PHONE)["phone"]
    assert body == texting.UNFINISHED[language]
    office.now += timedelta(days=40)
    assert office.run(reminders.JOB, "old").figures == {}


def test_nobody_is_woken_up(office):
    begin(office)
    office.now += timedelta(days=4)
    office.now = office.now.replace(hour=23)
    runner = office.runner
    runner._text_hours = Hours.parse("mon-sun 08:00-21:00")
    assert runner.run(reminders.JOB, "night").status == "skipped"
    assert texts(office) == []
    office.now = office.now.replace(hour=8) + timedelta(days=1)
    # The slot that was skipped is not over.
    assert runner.run(reminders.JOB, "night").figures == {"queued": 1}


def test_documents_are_asked_for_each_time_they_are_missing(office):
    reference = office.hand_in(HAS_PHONE, "income_support", {})
    for slot in ("first", "second"):
        office.now += timedelta(days=1)
        office.act(lambda registry: registry.claims.examine(reference, "documents_missing"))
        figures = office.run(reminders.JOB, slot).figures
        assert figures == {"queued": 1}
    assert [body for _, body, _ in texts(office)] == [
        texting.PAPERS[office.reading.people.contact(HAS_PHONE)["language"]]
    ] * 2


def test_who_has_no_telephone_gets_none(office):
    office.database.connection.execute("DELETE FROM phone")
    begin(office)
    office.now += timedelta(days=4)
    assert office.run(reminders.JOB).figures == {"no telephone": 1}


@pytest.mark.parametrize("said", [texting.UNFINISHED, texting.PAPERS, texting.DECIDED])
def test_a_reminder_is_one_segment(said):
    assert [segments(economical(body)).count for body in said.values()] == [1] * len(said)


def test_a_text_that_was_given_up_goes_to_a_person_once(office):
    office.act(lambda registry: registry.add_text("+15550100001", "x", "en"))
    office.act(lambda registry: registry.add_text("+15550100002", "x", "en"))
    at = office.now.isoformat(timespec="milliseconds")
    sql = "UPDATE outbox SET done_at = ?, error = ? WHERE id = ?"
    office.database.connection.execute(sql, (at, "opted out", 1))
    office.database.connection.execute(sql, (at, "unreachable (30003)", 2))
    assert office.run(undelivered.JOB, "one").figures == {"undelivered": 1}
    assert office.run(undelivered.JOB, "two").figures == {"done before": 1}
    (one,) = office.exceptions.waiting()
    assert one["about"]["to_do"].startswith("Text 2 could not be sent (unreachable (30003))")


def prefer(office, **preferences):
    for name, value in preferences.items():
        office.act(
            lambda registry, name=name, value=value: registry.preferences.set(
                HAS_PHONE, name, value
            )
        )


def test_who_wants_no_reminders_gets_none(office):
    begin(office)
    prefer(office, reminders="no")
    office.now += timedelta(days=4)
    assert office.run(reminders.JOB).figures == {}


def test_quiet_hours_put_it_off(office):
    begin(office)
    prefer(office, quiet_hours="20:00-12:00")
    office.now += timedelta(days=4)  # half past nine
    assert office.run(reminders.JOB, "morning").figures == {}
    office.now += timedelta(hours=3)
    assert office.run(reminders.JOB, "noon").figures == {"queued": 1}


@pytest.mark.parametrize(
    ("hours", "moment", "quiet"),
    [
        ("", "2026-11-23T03:00", False),
        ("20:00-12:00", "2026-11-23T11:59", True),
        ("20:00-12:00", "2026-11-23T12:00", False),
        ("20:00-12:00", "2026-11-23T20:00", True),
        ("17:00-09:00", "2026-11-23T16:59", False),
        ("sat-sun", "2026-11-22T12:00", True),
        ("sat-sun", "2026-11-23T12:00", False),
    ],
)
def test_quiet_hours(hours, moment, quiet):
    assert texting.is_quiet(hours, datetime.fromisoformat(moment)) is quiet


def test_a_decision_is_told_of_only_to_whom_has_asked_for_reminders(office):
    office.hand_in(HAS_PHONE)
    office.run(claims.JOB)
    assert office.run(reminders.JOB, "unasked").figures == {}
    prefer(office, reminders="yes")
    assert office.run(reminders.JOB, "asked").figures == {"queued": 1}
    ((_, body, language),) = texts(office)
    assert body == texting.DECIDED[language]


@pytest.mark.parametrize("days", [0, 1])
def test_an_appointment_is_reminded_of_the_day_before_or_on_it(office, days):
    row = {
        "person_id": HAS_PHONE, "name": "", "phone": "+15550100001", "office": "ashford",
        "day": "2026-11-24", "at": "14:00", "desk": 1, "minutes": 15, "topic": "advice",
        "language": "en", "channel": "voice", "remind_on": "2026-11-23",
    }  # fmt: skip
    code = office.act(
        lambda registry: registry.appointments.add(row, ["14:00"], "2026-11-20T10:00")
    )
    office.now += timedelta(days=days)
    assert office.run(reminders.JOB, "one").figures == {"queued": 1}
    assert office.run(reminders.JOB, "two").figures == {}
    ((to, body, _),) = texts(office)
    assert to == "+15550100001"
    assert body.startswith("Benefitline: your appointment is Tue 24 Nov at 2:00 PM")
    # Moved, it is reminded of again.
    id_ = office.reading.appointments.by_code(code)["id"]
    moved = {**row, "day": "2026-11-26", "remind_on": "2026-11-25"}
    office.act(lambda registry: registry.appointments.move(id_, moved, ["14:00"]))
    office.now = office.now.replace(day=25)
    assert office.run(reminders.JOB, "moved").figures == {"queued": 1}


def test_a_proof_that_is_due_is_reminded_of_unless_something_stands_for_it(office):
    office.act(lambda registry: registry.proofs.set_due(HAS_PHONE, "2026-12-10"))
    office.act(lambda registry: registry.proofs.set_due(2, "2026-11-01"))
    assert office.run(reminders.JOB, "one").figures == {"queued": 1}
    assert office.run(reminders.JOB, "two").figures == {}
    ((_, body, _),) = texts(office)
    assert "10 Dec" in body or "12月10日" in body or "10 dic" in body
    office.act(lambda registry: registry.proofs.set_due(3, "2026-12-10"))
    office.act(
        lambda registry: registry.proofs.add_evidence(3, "office_visit", "2026-11-02", "test")
    )
    assert office.run(reminders.JOB, "matched").figures == {}
