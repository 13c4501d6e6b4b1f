"""Processes that are ended by kill -9 in the middle of a job, and run again: nothing twice, nothing
lost."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime, timedelta

import pytest

from benefits.country import programmes
from benefits.jobs.paying import next_month
from tests.jobs.conftest import ROOT, command, environment

CLAIMS = 60


def granted_to(office, people):
    """Decisions in force, as if claims had been decided."""
    month, _ = next_month(programmes()["child_allowance"].payment, date.today())
    for person in people:
        office.act(
            lambda registry, person=person: registry.decisions.add(
                {
                    "cause": f"test:{person}",
                    "claim_reference": "",
                    "person_id": person,
                    "programme": "child_allowance",
                    "outcome": "granted",
                    "amount": 14_000,
                    "first_on": f"{month}-01",
                    "ruleset_version": "",
                    "record": b"{}",
                    "status": "in_force",
                    "automated": 1,
                    "entered_by": "rules",
                }
            )
        )


@pytest.mark.parametrize("steps", [0, 7, 31])
def test_claims(office, cli, killed, steps):
    people = [row["id"] for row in office.rows("SELECT id FROM person")]
    proposed = office.count("decision", "status = 'proposed'")
    references = [office.hand_in(people[number % len(people)]) for number in range(CLAIMS)]
    killed(
        "jobs",
        "run",
        "--once",
        when=lambda: office.count("job_step") >= steps and office.count("job_run"),
    )
    left = office.count("claim", "status = 'received' AND channel <> ''")
    done = office.count("job_step", "key LIKE 'claim:%'")
    assert left + done == CLAIMS  # a claim and its step go together, wherever it was killed
    assert cli("jobs", "run", "--once").exit_code == 0
    for reference in references:
        print_ = office.vault.fingerprint(reference)
        assert office.count("decision", f"claim_print = '{print_}'") == 1
    assert office.count("job_step", "key LIKE 'claim:%'") == CLAIMS
    proposed = office.count("decision", "status = 'proposed'") - proposed
    assert office.count("case_file", "category = 'error'") == proposed
    assert office.count("job_run", "status = 'running'") == 0


def test_two_processes_at_once(office):
    people = [row["id"] for row in office.rows("SELECT id FROM person")]
    for number in range(CLAIMS):
        office.hand_in(people[number % len(people)])
    both = [
        subprocess.Popen(command(office, "jobs", "run", "--once"), env=environment(), cwd=ROOT)
        for _ in range(2)
    ]
    assert [child.wait(60) for child in both] == [0, 0]
    assert office.count("job_step", "key LIKE 'claim:%'") == CLAIMS
    assert office.count("decision", "claim_print <> '' AND automated") >= 1
    assert office.count("claim", "status = 'received' AND channel <> ''") == 0


def test_payment_runs(office, cli, killed):
    granted_to(office, range(7, 17))
    office.database.connection.execute("DELETE FROM payment")
    killed(
        "payments",
        "prepare",
        "child_allowance",
        "--as",
        "sue",
        when=lambda: office.count("payment_run") or office.count("case_file"),
    )
    assert office.count("payment_item") == 10  # all of a run, or nothing
    assert office.count("case_file", "category = 'error'") == 1
    assert "nobody to pay" in cli("payments", "prepare", "child_allowance", "--as", "sue").stderr
    killed("payments", "approve", "1", "--as", "tom", when=lambda: office.count("payment"))
    assert office.count("payment") == 10
    assert "approved already" in cli("payments", "approve", "1", "--as", "tom").stderr
    assert office.count("payment") == 10


@pytest.mark.parametrize("chunks", [0, 1, 3])
def test_a_review_of_everybody(office, cli, killed, chunks):
    words = ("adjudicate", "old_age_pension", "--people", "all", "--run", "yearly", "--on")
    plant_more(office)
    before = office.rows("SELECT max(id) AS id FROM decision")[0]["id"]
    killed(
        *words,
        "2026-11-23",
        when=lambda: office.count("job_step") >= chunks and office.count("job_run"),
    )
    done = cli(*words, "2026-11-23")
    assert done.exit_code == 0, done.output
    assert office.count("decision", f"id > {before}") == office.count("person")
    assert (
        office.count(
            f"(SELECT person_id FROM decision WHERE id > {before} GROUP BY person_id"
            " HAVING count(*) > 1)"
        )
        == 0
    )
    # Once more says the same and does nothing; another day is another review.
    assert cli(*words, "2026-11-23").stdout == done.stdout
    assert "was begun with another day" in cli(*words, "2026-11-24").stderr


def test_all_other_jobs(office, cli, killed):
    """Reminders, proofs, changes and undelivered texts, forty of each, killed five times."""
    for table in ("appointment", "proof_of_life", "evidence", "held_change", "preference"):
        office.database.connection.execute(f"DELETE FROM {table}")
    now, many = datetime.now(UTC), 40
    office.now = now - timedelta(days=8)
    plant_more(office, many)
    people = [row["id"] for row in office.rows("SELECT id FROM person WHERE given_name = ''")]
    ago = (now - timedelta(hours=1)).isoformat(timespec="milliseconds")
    for person in people:
        office.act(lambda registry, person=person: prepared(registry, person, now, ago))
    office.database.connection.execute(
        "UPDATE outbox SET done_at = ?, error = 'unreachable' WHERE payload LIKE '%given up%'",
        (ago,),
    )
    for steps in (7, 45, 77, 110, 150):
        killed("jobs", "run", "--once", when=lambda steps=steps: office.count("job_step") >= steps)
    assert cli("jobs", "run", "--once").exit_code == 0
    # Each once, and none forgotten: what is due, and the notices that changes are followed by.
    assert office.count("outbox", "payload LIKE '%not finished%'") == many
    assert office.count("proof_of_life", "due_on > '2027'") == many
    assert office.count("held_change", "status = 'applied'") == many
    assert office.count("data_change", "what = 'bank'") == many
    assert office.count("outbox", "done_at IS NULL") == 2 * many
    assert office.count("case_file", "category = 'error'") == many
    for kind in ("reminder:draft:%", "proof:%", "change:%", "text:%"):
        assert office.count("job_step", f"key LIKE '{kind}'") == many
    assert office.count("job_run", "status = 'running'") == 0


def prepared(registry, person, now, ago):
    """A draft of eight days ago, evidence of life, a held change and a text that was given up."""
    today = now.date()
    registry.claims.begin(person, "maternity_benefit", "voice")
    registry.proofs.set_due(person, (today + timedelta(days=5)).isoformat())
    registry.proofs.add_evidence(person, "office_visit", today.isoformat(), "test")
    registry.held.hold(
        {
            "person_id": person,
            "kind": "bank",
            "new": {"account": f"{person}"},
            "old": {},
            "signs": [],
            "due_at": ago,
            "status": "waiting",
        }
    )
    registry.add_text("+15550100001", "given up", "en")


def plant_more(office, many=2000):
    """People more, of whom nothing is on record but the day of birth and a telephone."""
    birth = office.vault.encrypt("1961-04-12")
    with office.database.transaction() as connection:
        connection.executemany(
            "INSERT INTO person (insurance_number, insurance_number_print, given_name, surname,"
            " sex, birth_date, address, language) VALUES ('', ?, '', '', '', ?, '', 'en')",
            [(f"test:{number}", birth) for number in range(many)],
        )
        connection.execute(
            "INSERT INTO phone SELECT id, ?, id FROM person WHERE given_name = ''",
            (office.vault.encrypt("+15550100099"),),
        )
