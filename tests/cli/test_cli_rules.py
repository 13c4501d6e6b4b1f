"""`benefitline rules`: tests that fail are said, and so is what other rules would change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from benefits.rules.ruleset import FOLDER

TESTS = """
- name: too much
  period: 2026-11
  input: {adults: 1, children_at_home: 0, household_income: 100, savings: 0, lives_here: true}
  output: {income_support: 299}
- name: near enough
  period: 2026-11
  absolute_error_margin: {income_support: 1}
  input: {adults: 1, children_at_home: 0, household_income: 100, savings: 0, lives_here: true}
  output: {income_support: 299}
- name: relatively
  period: 2026-11
  relative_error_margin: 0.004
  input: {adults: 1, children_at_home: 0, household_income: 100, savings: 0, lives_here: true}
  output: {income_support: 299}
- name: not known
  period: 2026-11
  input: {adults: 1}
  output: {income_support: 0}
- name: a stranger
  period: 2026-11
  input: {adults: 1}
  output: {housing_allowance: 100}
- name: another fact
  period: 2026-11
  input: {shoes: 2}
  output: {income_support: 100}
"""


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """Rules with which two more months are needed for a pension, and a child is worth more."""
    folder = tmp_path / "rules"
    shutil.copytree(FOLDER, folder)
    for name, old, new in (
        ("old_age_pension", "value: 180", "value: 182"),
        ("child_allowance", "2026-01-01, value: 60", "2026-01-01, value: 61.50"),
    ):
        file = folder / f"{name}.yaml"
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    return folder


def test_the_tests_beside_the_rules_hold(benefitline):
    result = benefitline("rules", "test")
    assert result.exit_code == 0
    count, rest = result.output.split(" tests, ")
    assert int(count) >= 60
    assert rest == "0 failed\n"


def test_what_fails_is_said_with_what_was_expected_and_what_came(benefitline, tmp_path):
    (tmp_path / "tests.yaml").write_text(TESTS, "utf-8")
    result = benefitline("rules", "test", tmp_path)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "tests.yaml:2: too much: income_support: expected 299, got 300",
        "tests.yaml:16: not known: income_support: expected 0, got unknown",
        "tests.yaml:20: a stranger: housing_allowance: expected 100, "
        "got housing_allowance: is no programme, and no quantity of one",
        "tests.yaml:24: another fact: income_support: expected 100, "
        "got shoes: there is no such fact",
        "6 tests, 4 failed",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {name: a, period: 2026, input: {}, outputs: {}}", "a.yaml:1: a: a test has input"),
        ("- {name: a, input: {}, output: {}}", "a.yaml:1: a: has no period"),
        ("- {name: a, period: 2026, input: {}, output: {}, colour: 1}", "no keyword colour"),
        ("- {name: a, period: 2026, input: {}, output: {}, reforms: x}", "OpenFisca's own rules"),
        ("- {", "a.yaml:2: "),
    ],
)
def test_what_is_no_test_is_said(benefitline, tmp_path, text, message):
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    result = benefitline("rules", "test", tmp_path / "a.yaml")
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output


def test_check_names_what_is_wrong(benefitline, changed):
    assert benefitline("rules", "check").exit_code == 0
    file = changed / "income_support.yaml"
    file.write_text(file.read_text("utf-8").replace("es: En su casa", "fr: Chez vous"), "utf-8")
    result = benefitline("rules", "check", changed)
    assert result.exit_code == 1
    assert "income_support.yaml:49: rule low_income: error: is missing in es" in result.output


def test_compare_shows_what_other_rules_change(benefitline, changed, tmp_path):
    lines = [
        {"programme": "old_age_pension", "facts": facts(181)},
        {"programme": "old_age_pension", "facts": facts(182)},
    ]
    file = tmp_path / "facts.jsonl"
    file.write_text("\n".join(json.dumps(one | {"on": "2026-11-27"}) for one in lines), "utf-8")
    result = benefitline("rules", "compare", changed, "--facts", file)
    assert result.exit_code == 0
    first, last = result.output.splitlines()
    assert first.startswith(
        "old_age_pension on 2026-11-27: refused by old_age_pension.enough_months → granted $452.50"
    )
    assert last == "2 decisions, 1 come to something else"


def test_without_facts_the_tests_are_compared(benefitline, changed):
    assert "0 come to something else" in benefitline("rules", "compare", FOLDER).output
    output = benefitline("rules", "compare", changed).output
    assert "child_allowance on 2026-11-27: granted $61.50" in output


def test_facts_that_cannot_be_read_are_named(benefitline, tmp_path):
    file = tmp_path / "facts.jsonl"
    file.write_text('{"programme": "income_support"}\n', "utf-8")
    result = benefitline("rules", "compare", FOLDER, "--facts", file)
    assert result.exit_code == 1
    assert "facts.jsonl:1: no programme, day and facts" in result.output


def facts(months: int) -> dict[str, object]:
    return {
        "birth_date": "1961-11-20",
        "contribution_months": months,
        "average_wage": 200_000,
        "child_care_months": 0,
    }
