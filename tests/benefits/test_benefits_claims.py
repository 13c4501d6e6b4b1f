"""Where a claim stands, and that nothing more is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benefits import Asked
from benefits.cases import open_case
from storage.registry import SqlRegistry


@pytest.mark.parametrize(
    ("reference", "status"),
    [
        ("47110011", "received"),
        ("47110024", "examining"),
        ("47110030", "documents_missing"),
        ("47110048", "decided"),
        ("47110053", "paid"),
        ("47110069", "withdrawn"),
    ],
)
def test_every_status_of_the_demo(desk, reference, status):
    claim = desk.ask("claims.status", reference=reference)
    assert (claim["found"], claim["status"]) == (True, status)


def test_an_open_claim_says_when_it_will_be_decided(desk):
    assert desk.ask("claims.status", reference="47110011", language="es") == {
        "found": True,
        "reference": "47110011",
        "programme": "old_age_pension",
        "programme_name": "pensión de vejez",
        "status": "received",
        "received_on": "2026-11-14",
        "expected_by": "2026-12-14",
        "words": "",
    }


def test_a_day_that_has_passed_is_not_promised(desk):
    later = datetime(2027, 1, 5, 9, tzinfo=UTC)
    assert desk.ask("claims.status", reference="47110011", now=later)["expected_by"] == ""


def test_an_unknown_reference(desk):
    claim = desk.ask("claims.status", reference="47119991")
    assert claim["found"] is False
    assert claim["status"] == ""


def test_no_amount_and_no_outcome_in_any_answer(desk):
    fields = {"found", "reference", "programme", "programme_name", "status"}
    claim = desk.ask("claims.status", reference="47110048")
    assert set(claim) == fields | {"received_on", "expected_by", "words"}


def test_the_number_of_a_case_is_told_from_that_of_a_claim(desk):
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    registry = SqlRegistry(desk.database, desk.vault, desk.later, "s1", now)
    code, _ = open_case(Asked(registry, now, "en", "", "voice", "s1"), "complaint", {})
    desk.commit()
    found = desk.ask("claims.status", reference=code)
    assert (found["found"], found["status"]) == (False, "case")
