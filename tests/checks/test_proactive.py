"""Texts that there may be news: who gets one, when, how often, and that they say nothing."""

from __future__ import annotations

from datetime import timedelta

from checks_country import MEILIAN, MONDAY, OSMUND, ROSALMA

from benefits.country import programmes
from benefits.proactive.entitled import unclaimed
from benefits.proactive.sending import run
from benefits.proactive.written import written
from sms.economy import economical
from sms.segments import segments

LATER = MONDAY.replace(year=2034)
"""Mei-lian has reached the pension age, and has not claimed the pension."""


def texted(institution, now=MONDAY):
    return dict(institution.act(lambda registry: run(registry, now), now))


def prefer(institution, person, name, value):
    institution.act(lambda registry: registry.preferences.set(person, name, value))


def consent(institution, person):
    institution.act(lambda registry: registry.preferences.consent(person, "entitlements", "voice"))


def test_a_document_that_expires_is_told_of_once_to_who_wants_reminders(institution):
    assert texted(institution) == {}
    prefer(institution, ROSALMA, "reminders", "yes")
    assert texted(institution) == {"sent": 1}
    assert texted(institution, MONDAY + timedelta(days=1)) == {"nothing": 1}
    assert institution.texts() == [("+15550100003", written().text["es"])]


def test_it_is_told_again_after_ninety_days(institution):
    prefer(institution, ROSALMA, "reminders", "yes")
    texted(institution)
    institution.rows("UPDATE document SET expires_on = '2027-03-01'")
    assert texted(institution, MONDAY + timedelta(days=89)) == {"nothing": 1}
    assert texted(institution, MONDAY + timedelta(days=91)) == {"sent": 1}


def test_an_entitlement_takes_a_consent(institution):
    assert texted(institution, LATER) == {}
    consent(institution, MEILIAN)
    assert texted(institution, LATER) == {"sent": 1}
    institution.act(lambda registry: registry.preferences.withdraw(MEILIAN, "entitlements"))
    assert texted(institution, LATER + timedelta(days=100)) == {}


def test_who_wants_no_texts_gets_none(institution):
    consent(institution, MEILIAN)
    prefer(institution, MEILIAN, "reminders", "no")
    assert texted(institution, LATER) == {"nothing": 1}


def test_quiet_hours_put_it_off(institution):
    consent(institution, MEILIAN)
    prefer(institution, MEILIAN, "quiet_hours", "20:00-12:00")
    assert texted(institution, LATER) == {"quiet": 1}
    assert texted(institution, LATER.replace(hour=14)) == {"sent": 1}


def test_nobody_without_a_telephone(institution):
    consent(institution, OSMUND)
    institution.rows("DELETE FROM payment WHERE person_id = ?", OSMUND)
    assert texted(institution) == {"no telephone": 1}


def test_the_text_says_nothing_private_and_fits_one_segment():
    names = [name for one in programmes().values() for each in one.names.values() for name in each]
    papers = [name for each in written().documents.values() for name in each.values()]
    for text in written().text.values():
        assert not [name for name in (*names, *papers) if name.casefold() in text.casefold()]
        assert not [sign for sign in text if sign.isdigit() or sign in "$€¥{}"]
        assert segments(economical(text)).count == 1


def test_only_what_is_granted_or_hangs_on_a_likely_yes(institution):
    record = {
        "birth_date": "1960-01-01",
        "contributions": [{"first_month": "1990-01", "last_month": "2010-12", "base": 200_000}],
        "claims": [],
    }
    today = MONDAY.date()
    assert unclaimed(record, (), today) == ["old_age_pension"]
    assert unclaimed(record, ("old_age_pension",), today) == []
    claim = {"programme": "old_age_pension", "status": "decided", "received_on": "2026-01-01"}
    assert unclaimed({**record, "claims": [claim]}, (), today) == []
    short = [{"first_month": "1990-01", "last_month": "2004-11", "base": 200_000}]
    # One month is missing, unless they brought up a child: nobody is told for that.
    assert unclaimed({**record, "contributions": short}, (), today) == []
    young = {**record, "birth_date": "1963-12-01"}
    assert unclaimed(young, (), today) == []  # an early pension hangs on whether they want it
