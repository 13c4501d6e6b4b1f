"""Promising a call back."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from smsutil import is_valid_gsm

from benefits.callbacks import confirmation, promised_day
from benefits.phones import normalised


@pytest.mark.parametrize(
    ("now", "part", "expected"),
    [
        (datetime(2026, 11, 23, 9, 59), "afternoon", "2026-11-23"),
        (datetime(2026, 11, 23, 10, 0), "afternoon", "2026-11-24"),
        (datetime(2026, 11, 23, 8, 0), "morning", "2026-11-24"),
        (datetime(2026, 11, 23, 8, 0), "any", "2026-11-24"),
        (datetime(2026, 11, 27, 17, 0), "any", "2026-11-30"),
        (datetime(2026, 11, 28, 8, 0), "evening", "2026-11-30"),
        (datetime(2026, 12, 25, 8, 0), "evening", "2026-12-28"),
    ],
)
def test_promised_day(now, part, expected):
    assert promised_day(now, part).isoformat() == expected


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("555 010 0001", "+15550100001"),
        ("+1 (555) 010-0001", "+15550100001"),
        ("15550100001", "+15550100001"),
        ("0034 612 345 678", "+34612345678"),
    ],
)
def test_numbers_are_normalised(said, number):
    assert normalised(said) == number


@pytest.mark.parametrize(
    "said",
    ["", "12", "abc", "0000000000", "1111111111", "9001234567", "+19001234567", "+12", "call"],
)
def test_nonsense_and_premium_numbers_are_refused(said):
    assert normalised(said) is None


def test_a_call_is_confirmed_by_text(desk):
    promise = desk.ask("callbacks.leave", phone="555 010 0001", topic="claim", wanted="morning")
    assert promise == {
        "ok": True,
        "phone": "+15550100001",
        "promised_by": "2026-11-24",
        "wanted": "morning",
    }
    desk.commit()
    row = desk.database.connection.execute("SELECT * FROM callback").fetchone()
    assert desk.vault.decrypt(row["phone"]) == "+15550100001"
    assert (row["topic"], row["wanted"], row["promised_by"]) == ("claim", "morning", "2026-11-24")
    text = desk.database.connection.execute("SELECT * FROM outbox").fetchone()
    payload = json.loads(text["payload"])
    assert desk.vault.decrypt(payload["to"]) == "+15550100001"
    assert payload["body"] == (
        "Benefitline: we will call you back on Tuesday 24 November in the morning."
    )


@pytest.mark.parametrize(("channel", "phone"), [("sms", "5550100001"), ("voice", "+34612345678")])
def test_no_text_by_text_and_none_to_foreign_numbers(desk, channel, phone):
    desk.ask("callbacks.leave", phone=phone, topic=None, wanted="any", channel=channel)
    desk.commit()
    count = desk.database.connection.execute
    assert count("SELECT count(*) FROM outbox").fetchone()[0] == 0
    assert count("SELECT topic FROM callback").fetchone()[0] == "general"


def test_a_refused_number_writes_nothing(desk):
    answer = desk.ask("callbacks.leave", phone="12", topic="claim", wanted="any")
    assert answer["ok"] is False
    assert desk.later == []


def test_confirmations_fit_one_plain_text():
    for day in range(23, 28):
        for part in ("morning", "afternoon", "evening", "any"):
            for language in ("en", "es"):
                body = confirmation(datetime(2026, 11, day).date(), part, language)
                assert is_valid_gsm(body), body
                assert len(body) <= 160
