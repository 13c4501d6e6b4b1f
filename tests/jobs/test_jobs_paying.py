"""Payment runs: everybody once a month, under four eyes, and nobody who is held."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benefits.jobs import claims, paying
from storage.payment_runs import NotApproved

DUE = "2026-12-15"


@pytest.fixture
def granted(office):
    """Four people with child allowance of 140 a month, a week before it is paid."""
    for person in (7, 8, 9, 10):
        office.database.connection.execute("DELETE FROM payment WHERE person_id = ?", (person,))
        office.hand_in(person)
    office.run(claims.JOB)
    # They begin in the month that is paid.
    office.database.connection.execute(
        "UPDATE decision SET first_on = '2026-12-01' WHERE person_id > 6"
    )
    office.now = datetime(2026, 12, 10, 6, tzinfo=UTC)
    return office


def due(office):
    return office.rows(
        "SELECT person_id, amount FROM payment WHERE due_on = ? AND"
        " programme = 'child_allowance' AND person_id > 6 ORDER BY person_id",
        DUE,
    )


def test_a_run_is_prepared_once_and_paid_once(granted):
    office = granted
    assert office.run(paying.JOB, "one").figures["prepared"] == 1
    assert office.run(paying.JOB, "two").figures["done before"]
    (run,) = office.reading.payment_runs.all()
    assert (run["count"], run["total"], run["due_on"]) == (4, 56_000, DUE)
    assert run["started_by"] == "jobs"
    assert not due(office)
    office.act(lambda registry: registry.payment_runs.approve(run["id"], "sue"))
    assert [row["person_id"] for row in due(office)] == [7, 8, 9, 10]
    with pytest.raises(NotApproved, match="is approved already"):
        office.act(lambda registry: registry.payment_runs.approve(run["id"], "tom"))
    assert office.reading.payment_runs.payable("child_allowance", "2026-12", DUE) == []


def test_a_first_payment_brings_the_months_before_with_it(granted):
    office = granted
    sql = "UPDATE decision SET first_on = ? WHERE person_id = ? AND status = 'in_force'"
    office.database.connection.execute(sql, ("2026-10-20", 8))
    office.database.connection.execute(sql, ("2025-11-01", 9))
    office.run(paying.JOB)
    (run,) = office.reading.payment_runs.all()
    assert (run["count"], run["total"]) == (3, 5 * 14_000)
    (held,) = office.reading.payment_runs.held(run["id"])
    assert (held["person_id"], held["held"]) == (9, paying.LONG_OWED)
    office.act(lambda registry: registry.payment_runs.approve(run["id"], "sue"))
    assert [tuple(row.values()) for row in due(office)] == [(7, 14_000), (8, 42_000), (10, 14_000)]
    # The next month is that month alone.
    of = {"programme": "child_allowance", "month": "2027-01", "due_on": "2027-01-15"}
    assert (
        office.act(lambda registry: paying.prepare(registry, of, "sue")).inputs["total"] == 42_000
    )


def test_whoever_starts_a_run_does_not_approve_it(granted, cli):
    wrong = cli("payments", "approve", "1", "--as", "sue")
    assert wrong.stderr == "Error: There is no payment run 1.\n"
    said = cli("payments", "prepare", "child_allowance", "--as", "sue", "--on", DUE).stdout
    assert said.startswith(f"Child allowance of 2026-12, due on {DUE}: 4 people, 560.00 in all, 0")
    assert "takes a supervisor" in cli("payments", "approve", "1", "--as", "ann").stderr
    assert "ask somebody else" in cli("payments", "approve", "1", "--as", "sue").stderr
    assert "1  child_allowance" in cli("payments", "list").stdout
    assert cli("payments", "approve", "1", "--as", "tom").stdout == (
        "Approved by tom: 4 payments, 560.00 in all.\n"
    )
    assert not granted.exceptions.waiting()
    assert (
        "nobody to pay"
        in cli("payments", "prepare", "child_allowance", "--as", "sue", "--on", DUE).stderr
    )


def test_who_is_held_is_left_out_with_the_reason_and_taken_up_later(granted):
    office = granted
    code = office.open_case("fraud", 8)
    office.run(paying.JOB)
    (run,) = office.reading.payment_runs.all()
    (held,) = office.reading.payment_runs.held(run["id"])
    assert (run["count"], held["person_id"]) == (3, 8)
    assert held["held"] == "an open case: hold, fraud or death"
    (one,) = office.exceptions.waiting()
    assert "3 people, 420.00 in all, 1 held back" in one["about"]["to_do"]
    assert one["about"]["who"] == "supervisor"
    office.act(lambda registry: registry.payment_runs.approve(run["id"], "sue"))
    office.act(lambda registry: registry.cases.note(code, "sue", "RESOLVED"))
    of = {"programme": "child_allowance", "month": "2026-12", "due_on": "2026-12-18"}
    # The others have been paid: only who was held is left.
    assert office.act(lambda registry: paying.prepare(registry, of, "sue")).inputs == {
        "count": 1,
        "total": 14_000,
        "held": 0,
        "kept_back": 0,
    }


def test_a_run_whose_figures_are_no_longer_right_is_not_paid(granted):
    office = granted
    office.run(paying.JOB)
    office.act(lambda registry: registry.decisions.supersede(9, "child_allowance"))
    with pytest.raises(NotApproved, match="1 amounts of payment run 1 are no longer"):
        office.act(lambda registry: registry.payment_runs.approve(1, "sue"))
    office.database.connection.execute("UPDATE payment_run SET total = total + 1")
    with pytest.raises(NotApproved, match="not the sum"):
        office.act(lambda registry: registry.payment_runs.approve(1, "sue"))
    assert not due(office)
    # Returned, its people are taken up by the next one.
    office.act(lambda registry: registry.payment_runs.send_back(1, "tom"))
    of = {"programme": "child_allowance", "month": "2026-12", "due_on": DUE}
    assert office.act(lambda registry: paying.prepare(registry, of, "sue")).inputs["count"] == 3
