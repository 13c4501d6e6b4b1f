"""Operators and conditions that the bundled rules do not need, in a country of one programme."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benefits.rules import Ruleset, decide, would_change
from benefits.rules.checking import check_rules

ON = date(2026, 11, 27)
STORM = Path(__file__).parent / "data/storm"
KNOWN = {"work": "boat", "damage": 20011, "storm_on": "2026-11-01", "fined": False}


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    assert check_rules(STORM) == []
    return Ruleset.load(STORM)


def test_a_third_of_what_is_above_the_deductible_rounded_down(rules):
    decision = decide("storm_aid", KNOWN, ON, rules)
    assert (decision.outcome, decision.amount) == ("granted", 3333)
    assert (decision.first_on, decision.last_on) == ("2026-11-01", "2026-12-13")
    assert decision.reasons[0].threshold == ["field", "boat"]
    assert rules.explain(decision.reasons[0], "en") == "You have a boat; a field, a boat count."


@pytest.mark.parametrize(
    ("facts", "deciding", "change"),
    [
        ({"work": "none"}, "works_outside", ["work of a field"]),
        ({"damage": 10010}, "worth_it", ["a damage of $100.11, not $100.10"]),
        ({"storm_on": "2026-10-27"}, "long_ago", []),
        ({"fined": True}, "fined", ["no fine"]),
    ],
)
def test_what_refuses_it_and_what_would_change_that(rules, facts, deciding, change):
    decision = decide("storm_aid", KNOWN | facts, ON, rules)
    assert (decision.outcome, decision.decided_by) == ("refused", f"storm_aid.{deciding}")
    found = [rules.explain_change(one, "en") for one in would_change(decision, rules)]
    assert found == change


def test_on_the_thirtieth_day_it_is_not_too_late(rules):
    assert decide("storm_aid", KNOWN | {"storm_on": "2026-10-28"}, ON, rules).outcome == "granted"


def test_before_its_first_value_a_parameter_is_not_known(rules):
    early = decide("storm_aid", KNOWN | {"storm_on": "2019-11-01"}, date(2019, 11, 27), rules)
    assert early.outcome == "unknown"
