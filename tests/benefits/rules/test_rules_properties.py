"""What holds for all decisions, on invented circumstances with facts left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.benefits.money import right
from benchmarks.benefits.people import Case, cases
from benefits.rules import Decision, decide, questions, ruleset, would_change
from benefits.rules.questions import expected, usual_answers

CASES = list(cases(1_000, seed=7))
ON = date(2026, 11, 27)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)


@st.composite
def with_gaps(draw) -> tuple[Case, dict[str, Any]]:
    """A case, and the facts of it that are known."""
    case = draw(st.sampled_from(CASES))
    names = draw(st.sets(st.sampled_from(sorted(case.facts))))
    return case, {name: value for name, value in case.facts.items() if name in names}


def result(decision: Decision) -> tuple[Any, ...]:
    return decision.outcome, decision.amount, decision.first_on, decision.last_on


def test_every_amount_is_that_of_the_oracle():
    assert [case for case in CASES if not right(case, decide(*case))] == []


@SLOW
@given(with_gaps())
def test_what_was_decided_with_gaps_stays_so_whatever_fills_them(drawn):
    case, known = drawn
    known.setdefault("applied_on", case.facts.get("applied_on", case.on))
    early = decide(case.programme, known, case.on)
    late = decide(case.programme, dict(case.facts) | known, case.on)
    assert late.outcome != "unknown"
    assert (early.outcome == "unknown") == bool(early.missing)
    if early.outcome != "unknown":
        assert result(early) == result(late)


@SLOW
@given(with_gaps())
def test_a_record_replays_to_the_same_bytes(drawn):
    case, known = drawn
    record = decide(case.programme, known, case.on).to_record()
    assert Decision.from_record(record).to_record() == record
    assert Decision.replay(record, ruleset()).to_record() == record


@SLOW
@given(st.sampled_from(CASES))
def test_what_would_change_it_does(case):
    decision = decide(*case)
    rules = ruleset()
    changes = would_change(decision, rules)
    assert changes == would_change(Decision.from_record(decision.to_record()), rules)
    for change in changes:
        assert change.outcome in ("granted", "unknown")
        others = {one.fact: one.after for one in change.differences}
        facts = dict(decision.facts) | others
        on = date.fromisoformat(facts.pop("today", case.on.isoformat()))
        if on != case.on:
            facts.pop("applied_on", None)
        after = decide(case.programme, facts, on)
        assert (after.outcome, after.amount) == (change.outcome, change.amount)
        if decision.outcome == "granted":
            assert (change.amount or 0) > (decision.amount or 0)
        for language in ("en", "zh", "es"):
            assert rules.explain_change(change, language)
    sets = [frozenset(one.fact for one in change.differences) for change in changes]
    assert sets == sorted(sets, key=len)


@settings(SLOW, max_examples=20)
@given(st.sampled_from(CASES))
def test_asking_the_questions_leads_to_the_decision(case):
    rules = ruleset()
    known = {n: v for n, v in case.facts.items() if rules.facts[n].source == "record"}
    asked: list[str] = []
    while left := questions(case.programme, known, case.on):
        assert left[0] not in known
        asked.append(left[0])
        known[left[0]] = case.facts[left[0]]
    assert result(decide(case.programme, known, case.on)) == result(decide(*case))
    assert len(asked) == len(set(asked)) <= 8


def brute_force(programme: str, known: Mapping[str, Any]) -> float:
    """The fewest questions on the whole, by trying every order of them."""
    rules = ruleset()
    missing = decide(programme, known, ON, rules).missing
    asked = [name for name in missing if rules.facts[name].source == "person"]
    return min(
        (
            1
            + sum(
                share * brute_force(programme, {**known, name: answer})
                for answer, share in usual_answers(name, rules.facts[name], ON)
            )
            for name in asked
        ),
        default=0.0,
    )


@pytest.mark.parametrize(
    ("programme", "known"),
    [
        ("disability_pension", {}),
        ("maternity_benefit", {"contribution_months_24": 12, "lives_here": True}),
        ("old_age_pension", {"birth_date": "1963-01-01", "contribution_months": 170}),
        ("income_support", {"adults": 1, "lives_here": True}),
        (
            "child_allowance",
            {"child_since": "2026-01-01", "children_at_school": 1, "lives_here": True},
        ),
    ],
)
def test_no_order_of_questions_needs_fewer(programme, known):
    assert expected(programme, known, ON) == pytest.approx(brute_force(programme, known))


def test_what_can_no_longer_matter_is_not_asked():
    facts = {"contribution_months_24": 20, "average_wage_6": 200000, "hours_a_week": 0}
    asked = questions("unemployment_benefit", facts, ON)
    assert "monthly_earnings" not in asked
    assert questions("unemployment_benefit", facts | {"lives_here": False}, ON) == ()
    # Nothing that a person says makes up for months that the record does not have.
    assert questions("unemployment_benefit", facts | {"contribution_months_24": 3}, ON) == ()


def test_a_question_that_may_refuse_all_goes_before_those_about_the_amount():
    asked = questions("child_allowance", {}, ON)
    assert asked.index("other_parent_paid") < asked.index("children_disabled")
