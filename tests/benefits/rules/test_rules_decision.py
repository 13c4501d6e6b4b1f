"""Decisions: outcomes, records, and what they are made from."""

from __future__ import annotations

from datetime import date

import pytest

from benefits import seed
from benefits.rules import Decision, FactError, RuleError, decide, facts_of, ruleset, would_change

ON = date(2026, 11, 27)
PENSIONER = {
    "birth_date": "1961-04-12",
    "contribution_months": 300,
    "average_wage": 270000,
    "child_care_months": 0,
}


def test_a_pension_is_granted_with_all_its_reasons():
    decision = decide("old_age_pension", PENSIONER, ON)
    assert (decision.outcome, decision.missing, decision.needs_person) == ("granted", (), False)
    # 25 years × 1.5 % of 2,700 is 1,012.50; four months late add two percent.
    assert (decision.amount, decision.first_on) == (103275, "2026-08-01")
    assert [reason.holds for reason in decision.reasons] == [True, True, True, None]
    assert decision.deciding is not None
    assert decision.deciding.rule_id == "old_age_pension.enough_months"


def test_what_is_missing_is_never_guessed():
    known = {name: value for name, value in PENSIONER.items() if name != "average_wage"}
    decision = decide("old_age_pension", known, ON)
    assert (decision.outcome, decision.amount) == ("unknown", None)
    assert decision.missing == ("average_wage",)


def test_a_refusal_waits_for_a_person_and_says_why():
    decision = decide("old_age_pension", PENSIONER | {"contribution_months": 132}, ON)
    assert (decision.outcome, decision.needs_person) == ("refused", True)
    rules = ruleset()
    assert decision.deciding is not None
    assert rules.explain(decision.deciding, "en") == (
        "You have 132 months of contributions; 180 are needed."
    )
    assert rules.reference(decision.deciding, "es") == "Ley de Pensiones, artículo 12"
    (change,) = would_change(decision, rules)
    assert rules.explain_change(change, "en") == "48 more months of contributions"
    nearly = decide("old_age_pension", PENSIONER | {"contribution_months": 179}, ON)
    (change,) = would_change(nearly, rules)
    assert rules.explain_change(change, "es") == "un mes más de cotización"


def test_what_waiting_and_working_on_would_bring():
    early = {"birth_date": "1962-05-12", "early": False}
    decision = decide("old_age_pension", PENSIONER | early, ON)
    rules = ruleset()
    told = [rules.explain_change(change, "en") for change in would_change(decision, rules)]
    assert told == ["from 1 May 2027, when you are 65", "taking the pension early"]
    granted = decide("old_age_pension", PENSIONER | early | {"early": True}, ON)
    amounts = [change.amount for change in would_change(granted, rules)]
    assert granted.amount is not None
    assert len(amounts) == 2
    assert min(amounts) > granted.amount


def test_disability_is_always_a_persons_decision():
    facts = {"contribution_months": 12, "can_work_half": True, "lasts_a_year": False}
    decision = decide("disability_pension", facts, ON)
    assert (decision.outcome, decision.needs_person) == ("person", True)


def test_a_record_replays_to_the_same_bytes():
    record = decide("old_age_pension", PENSIONER, ON).to_record()
    assert Decision.from_record(record).to_record() == record
    assert Decision.replay(record, ruleset()).to_record() == record


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        ({"birth_date": "soon"}, "birth_date"),
        ({"birth_date": "2030-01-01"}, "birth_date"),
        ({"average_wage": 0.1}, "average_wage"),
        ({"contribution_months": True}, "contribution_months"),
        ({"contribution_months": -1}, "contribution_months"),
        ({"early": "yes"}, "early"),
        ({"shoe_size": 1}, "shoe_size"),
    ],
)
def test_a_fact_that_cannot_be_is_named(facts, fact):
    with pytest.raises(FactError) as raised:
        decide("old_age_pension", facts, ON)
    assert raised.value.fact == fact


def test_a_programme_that_does_not_exist_is_named():
    with pytest.raises(RuleError, match="no programme sunshine"):
        decide("sunshine", {}, ON)


def test_facts_of_the_well_known_people():
    people = {row["insurance_number"]: row for row in seed.people(0, today=ON)}
    assert facts_of(people["210000045"], ON, "unemployment_benefit") == {
        "birth_date": "1984-01-30",
        "contribution_months": 88 + 156,
        "contribution_months_3": 0,
        "contribution_months_24": 14,
        "employed": False,
        "last_wage": 275000,
        "average_wage": 258049,
        "average_wage_6": 275000,
        "average_wage_12": 275000,
        "applied_on": "2026-11-02",
    }
    # A withdrawn claim is none.
    assert "applied_on" not in facts_of(people["210000045"], ON, "income_support")
    assert facts_of({"birth_date": ""}, ON) == {}
