"""Reminders: neutral, once each, by day, in the person's language; and texts that were given up."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from benefits.hours import Hours
from benefits.jobs import reminders, texting, undelivered
from sms.economy import economical
from sms.segments import segments

HAS_PHONE = 1


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


@pytest.mark.parametrize("said", [texting.UNFINISHED, texting.PAPERS])
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
