"""Overpayments are kept back of payments: exactly, once, and what is to live on is left."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from benefits.jobs import claims, paying
from benefits.netting import netted
from storage.payment_runs import NotApproved

DUE = "2026-12-15"
NEXT = {"programme": "child_allowance", "month": "2027-01", "due_on": "2027-01-15"}


def debt(rest, kept_back, number=1):
    return {"id": number, "rest": rest, "kept_back": kept_back}


@pytest.mark.parametrize(
    ("programme", "day", "amount", "months", "debts", "parts"),
    [
        ("old_age_pension", "2026-12-01", 81_437, 1, [debt(90_000, 5_800)], [(1, 5_800)]),
        ("old_age_pension", "2026-12-01", 81_437, 1, [debt(90_000, 9_000)], [(1, 8_143)]),
        ("old_age_pension", "2026-12-01", 81_437, 1, [debt(17, 5_800)], [(1, 17)]),
        # The protected minimum, as it was and is.
        ("old_age_pension", "2026-12-01", 30_500, 1, [debt(90_000, 5_800)], [(1, 500)]),
        ("old_age_pension", "2025-12-31", 30_500, 1, [debt(90_000, 5_800)], [(1, 1_400)]),
        ("old_age_pension", "2026-01-01", 30_000, 1, [debt(90_000, 5_800)], []),
        ("old_age_pension", "2026-01-01", 12_000, 1, [debt(90_000, 5_800)], []),
        # Two months have two of them; two debts share what is free.
        ("old_age_pension", "2026-12-01", 62_000, 2, [debt(90_000, 5_800)], [(1, 2_000)]),
        (
            *("child_allowance", "2026-12-01", 14_000, 1),
            *([debt(900, 1_000), debt(70_000, 1_000, 2)], [(1, 900), (2, 500)]),
        ),
        ("child_allowance", "2026-12-01", 14_000, 1, [debt(900, 0)], []),
        ("child_allowance", "2026-12-01", 14_000, 1, [], []),
    ],
)
def test_what_is_kept_back(programme, day, amount, months, debts, parts):
    assert list(netted(programme, date.fromisoformat(day), amount, months, debts)) == parts


@pytest.fixture
def owing(office):
    """Four people with child allowance of 140 a month, of whom three owe money of it."""
    execute = office.database.connection.execute
    execute("DELETE FROM overpayment")
    for person in (7, 8, 9, 10):
        execute("DELETE FROM payment WHERE person_id = ?", (person,))
        office.hand_in(person)
    office.run(claims.JOB)
    execute("UPDATE decision SET first_on = '2026-12-01' WHERE person_id > 6")
    for person, amount, repaid, kept_back in ((8, 5_000, 600, 1_200), (9, 700, 0, 1_200)):
        execute(
            "INSERT INTO overpayment (person_id, programme, amount, repaid, kept_back, reason,"
            " decided_on) VALUES (?, 'child_allowance', ?, ?, ?, 'paid_twice', '2026-10-01')",
            (person, amount, repaid, kept_back),
        )
    execute(
        "INSERT INTO overpayment (person_id, programme, amount, kept_back, reason, decided_on)"
        " VALUES (10, 'old_age_pension', 900, 900, 'paid_twice', '2026-10-01')"
    )
    office.now = datetime(2026, 12, 10, 6, tzinfo=UTC)
    return office


def test_instalments_are_taken_off_and_told(owing, cli):
    office = owing
    office.run(paying.JOB)
    (run,) = office.reading.payment_runs.all()
    assert (run["count"], run["total"]) == (4, 56_000 - 1_200 - 700)
    (one,) = office.exceptions.waiting()
    assert "541.00 in all, 0 held back, 19.00 kept back for overpayments" in one["about"]["to_do"]
    shown = cli("payments", "show", "1").stdout
    assert "kept back: person 8, 12.00\n    kept back: person 9, 7.00" in shown
    assert office.rows("SELECT sum(repaid) AS repaid FROM overpayment") == [{"repaid": 600}]
    office.act(lambda registry: registry.payment_runs.approve(run["id"], "sue"))
    assert office.rows(
        "SELECT person_id, amount, kept_back, reason FROM payment"
        " WHERE due_on = ? AND person_id > 6 ORDER BY person_id",
        DUE,
    ) == [
        {"person_id": 7, "amount": 14_000, "kept_back": 0, "reason": ""},
        {"person_id": 8, "amount": 12_800, "kept_back": 1_200, "reason": "repayment"},
        {"person_id": 9, "amount": 13_300, "kept_back": 700, "reason": "repayment"},
        {"person_id": 10, "amount": 14_000, "kept_back": 0, "reason": ""},
    ]
    owed = "SELECT person_id, amount - repaid AS rest FROM overpayment ORDER BY person_id"
    assert [tuple(row.values()) for row in office.rows(owed)] == [(8, 3_200), (9, 0), (10, 900)]
    # The next month keeps back of what is still open only.
    inputs = office.act(lambda registry: paying.prepare(registry, NEXT, "sue")).inputs
    assert (inputs["total"], inputs["kept_back"]) == (54_800, 1_200)


def test_a_run_that_was_returned_keeps_nothing_back(owing):
    office = owing
    office.run(paying.JOB)
    office.act(lambda registry: registry.payment_runs.send_back(1, "tom"))
    assert office.rows("SELECT sum(repaid) AS repaid FROM overpayment") == [{"repaid": 600}]
    of = {"programme": "child_allowance", "month": "2026-12", "due_on": DUE}
    assert office.act(lambda registry: paying.prepare(registry, of, "sue")).inputs["total"] == (
        54_100
    )


def test_two_runs_keep_back_no_more_than_is_owed(owing):
    office = owing
    office.run(paying.JOB)
    inputs = office.act(lambda registry: paying.prepare(registry, NEXT, "sue")).inputs
    assert inputs["kept_back"] == 1_200  # person 9 owes nothing beyond the run that waits
    office.database.connection.execute("UPDATE overpayment SET repaid = amount")
    with pytest.raises(NotApproved, match="keeps back more than is still owed in 2 cases"):
        office.act(lambda registry: registry.payment_runs.approve(1, "tom"))
