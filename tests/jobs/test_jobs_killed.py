"""Processes that are ended by kill -9 in the middle of a job, and run again: nothing twice, nothing
lost."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.country import programmes
from benefits.jobs.paying import next_month

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
    assert office.count("case_file", "category = 'error'") == office.count(
        "decision", "status = 'proposed'"
    )
    assert office.count("job_run", "status = 'running'") == 0


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
    killed(
        *words,
        "2026-11-23",
        when=lambda: office.count("job_step") >= chunks and office.count("job_run"),
    )
    done = cli(*words, "2026-11-23")
    assert done.exit_code == 0, done.output
    assert office.count("decision", "reviewer = ''") == office.count("person")
    assert (
        office.count(
            "(SELECT person_id FROM decision WHERE reviewer = '' GROUP BY person_id"
            " HAVING count(*) > 1)"
        )
        == 0
    )
    # Once more says the same and does nothing; another day is another review.
    assert cli(*words, "2026-11-23").stdout == done.stdout
    assert "was begun with another day" in cli(*words, "2026-11-24").stderr


def plant_more(office):
    """Two thousand people more, of whom nothing is on record but the day of birth."""
    birth = office.vault.encrypt("1961-04-12")
    with office.database.transaction() as connection:
        connection.executemany(
            "INSERT INTO person (insurance_number, insurance_number_print, given_name, surname,"
            " sex, birth_date, address, language) VALUES ('', ?, '', '', '', ?, '', 'en')",
            [(f"test:{number}", birth) for number in range(2000)],
        )
