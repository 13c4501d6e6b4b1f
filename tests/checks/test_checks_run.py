"""Going over the records of the demo country: a case once, and again only for other facts."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from checks_country import CORWIN, EDDA, MONDAY, TOBIN

from benefits import FUNCTIONS, Asked, Identity
from benefits.checks.running import run
from benefits.checks.table import LOOKS
from storage.conversations import Overtaken
from storage.registry import SqlRegistry


def checked(institution, name, now=MONDAY):
    return dict(institution.act(lambda registry: run(registry, now, name), now))


def died(institution, person, day):
    institution.act(lambda registry: registry.checks.add_death(person, day, "register"))


def test_the_well_known_people_are_found_nothing_of(institution):
    assert {name: checked(institution, name) for name in LOOKS} == {name: {} for name in LOOKS}


def test_a_death_stops_the_next_payment_and_is_for_a_person_within_two_days(institution):
    died(institution, EDDA, "2026-11-10")
    assert checked(institution, "death_match") == {"found": 1, "opened": 1}
    assert checked(institution, "death_match") == {"found": 1, "known": 1}
    (case,) = institution.rows("SELECT * FROM case_file")
    assert (case["category"], case["priority"], case["due_date"], case["person_id"]) == (
        "death", "urgent", "2026-11-25", EDDA,
    )  # fmt: skip
    assert json.loads(case["flags"]) == ["death_match"]
    coming = institution.rows(
        "SELECT status, reason FROM payment WHERE person_id = ? AND due_on > '2026-11-23'"
        " ORDER BY due_on",
        EDDA,
    )
    assert [row["status"] for row in coming] == ["held", "due", "due"]
    assert coming[0]["reason"] == "check"


def test_other_facts_are_noted_in_the_open_case_and_open_a_new_one_once_it_is_closed(institution):
    died(institution, EDDA, "2026-09-10")
    checked(institution, "paid_after_death")
    died(institution, EDDA, "2026-10-10")
    assert checked(institution, "paid_after_death") == {"found": 1, "noted": 1}
    assert checked(institution, "paid_after_death") == {"found": 1, "known": 1}
    assert len(institution.rows("SELECT * FROM case_event WHERE what = 'facts'")) == 1
    institution.rows("UPDATE case_file SET status = 'CLOSED'")
    assert checked(institution, "paid_after_death") == {"found": 1, "known": 1}
    died(institution, EDDA, "2026-09-01")
    assert checked(institution, "paid_after_death") == {"found": 1, "opened": 1}
    assert len(institution.rows("SELECT * FROM case_file")) == 2


def test_of_two_runs_at_once_one_keeps_what_it_found(institution):
    died(institution, EDDA, "2026-11-10")

    def both(registry):
        run(registry, MONDAY, "death_match")
        run(registry, MONDAY, "death_match")

    with pytest.raises(Overtaken):
        institution.act(both)
    assert institution.rows("SELECT * FROM case_file") == []


def test_many_cases_in_one_go_have_codes_of_their_own(institution, monkeypatch):
    digits = iter("000000000000000001")
    monkeypatch.setattr("storage.cases.secrets.choice", lambda _: next(digits))
    institution.rows(
        "UPDATE contribution SET first_month = '1955-01' WHERE person_id IN (?, ?)", EDDA, CORWIN
    )
    assert checked(institution, "contribution_errors") == {"found": 2, "opened": 2}
    codes = {row["code_print"] for row in institution.rows("SELECT code_print FROM case_file")}
    assert len(codes) == 2


@pytest.fixture
def claimed(institution):
    """Tobin says that his home has 500 dollars a month; his employer reports 2,750."""
    institution.act(
        lambda registry: institution.rows(
            "UPDATE claim SET facts = ?, status = 'received', received_on = '2026-01-20'"
            " WHERE person_id = ? AND programme = 'income_support'",
            registry.checks._rows.sealed({"household_income": 50_000}),
            TOBIN,
        )
    )
    return institution


def test_an_income_is_asked_about_first(claimed):
    assert checked(claimed, "declared_income") == {"found": 1, "asked": 1}
    assert checked(claimed, "declared_income", MONDAY + timedelta(days=13)) == {
        "found": 1, "known": 1,
    }  # fmt: skip
    assert claimed.rows("SELECT * FROM case_file") == []
    late = MONDAY + timedelta(days=15)
    assert checked(claimed, "declared_income", late) == {"found": 1, "opened": 1}
    assert checked(claimed, "declared_income", late) == {"found": 1, "known": 1}


@pytest.mark.parametrize(("said", "as_recorded"), [(275_000, True), (50_000, False), (None, False)])
def test_the_answer_goes_to_a_person(claimed, said, as_recorded):
    checked(claimed, "declared_income")
    (finding,) = claimed.act(lambda registry: registry.checks.of_person(TOBIN))

    def answer(registry, person):
        asked = Asked(registry, MONDAY, "en", "", "voice", "s", identity=Identity(2, person))
        return FUNCTIONS["checks.income"].run(asked, key=finding["key"], value=said)

    claimed.act(lambda registry: answer(registry, CORWIN))  # somebody else's: nothing happens
    assert claimed.rows("SELECT * FROM case_file") == []
    claimed.act(lambda registry: answer(registry, TOBIN))
    claimed.act(lambda registry: answer(registry, TOBIN))
    registry = SqlRegistry(claimed.database, claimed.vault, [], "", MONDAY)
    (case,) = registry.cases.of_person(TOBIN)
    assert (case["about"]["said"], case["about"]["said_is_as_recorded"]) == (said, as_recorded)
    assert checked(claimed, "declared_income") == {"found": 1, "known": 1}


def test_unemployment_benefit_beside_work(institution):
    institution.rows(
        "INSERT INTO payment (person_id, programme, due_on, amount, status) VALUES"
        " (4, 'unemployment_benefit', '2025-10-15', 1, 'paid'),"
        " (4, 'unemployment_benefit', '2025-11-15', 1, 'paid')"
    )
    assert checked(institution, "unemployed_and_working") == {"found": 1, "opened": 1}


def test_duplicates_and_shared_accounts_and_telephones(institution):
    person = institution.rows("SELECT * FROM person WHERE id = 1")[0]
    institution.rows(
        "INSERT INTO person VALUES (99, 'x', 'x', ?, ?, 'female', ?, 'x', 'en')",
        *(person[name] for name in ("given_name", "surname", "birth_date")),
    )
    institution.rows("UPDATE bank_account SET account_print = 'same'")
    assert checked(institution, "duplicate_person") == {"found": 1, "opened": 1}
    assert checked(institution, "account_of_many") == {"found": 1, "opened": 1}
    institution.rows("INSERT INTO phone SELECT id, 'x', 'same' FROM person WHERE id < 5 OR id = 99")
    assert checked(institution, "phone_of_many") == {"found": 1, "opened": 1}


def test_an_employer_that_stops_paying(institution):
    institution.rows("DELETE FROM contribution")
    institution.rows(
        "INSERT INTO contribution (person_id, first_month, last_month, employer, base) SELECT id,"
        " '2020-01', CASE WHEN id < 3 THEN '2026-09' ELSE '2026-10' END, 'Docks', 1 FROM person"
    )
    assert checked(institution, "employer_gap") == {"found": 1, "opened": 1}
