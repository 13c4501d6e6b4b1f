"""Rule files: what is wrong with them is said with file, line and rule; and what they say agrees
with the articles that people are told."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benefits.article import articles, text_of
from benefits.country import programmes
from benefits.rules import RuleError, Ruleset, ruleset
from benefits.rules.checking import check_rules
from benefits.rules.ruleset import FOLDER
from benefits.rules.wording import age, money, reference
from cli.check import segments_of

ON = date(2026, 11, 27)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rules, to be spoilt."""
    shutil.copytree(FOLDER, tmp_path / "rules")
    return tmp_path / "rules"


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_the_bundled_rules_have_no_problem():
    assert check_rules(FOLDER, segments_of) == []
    assert set(ruleset().programmes) == set(programmes())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("unit: age", "unit: ages", "parameters.pension_age.unit: Input should be"),
        ("amount: pension", "amuont: pension", "amuont: Extra inputs"),
        ("amount: pension", "amount: riches", "amount: there is no quantity riches"),
        ("sum: [contribution_months", "sum: [contribution_month", "no fact, parameter or quantity"),
        ("    sum: [contribution_months", "    suum: [contribution_months", "no operator suum"),
        ("[birth_date, today]", "[birth_date]", "works on 2, not 1"),
        ("[contribution_months, child_months]", "[insured_months]", "needs itself: insured_months"),
        ("[contribution_months, child_months]", "[early]", "early is no number"),
        ("at_least: months_needed", "at_lest: months_needed", "no comparison at_lest"),
        ("is: true", "is: maybe", "early is never maybe"),
        ("- rule: wants_early", "- rule: early_age", "there are two rules early_age"),
        ("- rule: enough_months\n    fact", "- fact", "a condition has a name"),
        ("reference: pensions_act 12\n            says", "says", "names no law and section"),
        ("reference: pensions_act 15", "reference: sea_act 15", "names no law and section"),
        ("  insured_months:", "  average_wage:", "already the name of a fact"),
        ("value: 64", "value: young", "values.0.value"),
        ("rounding: half_up", "rounding: [", "expected"),
        ("rounding: half_up", "amount: pension", "stands here a second time"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(folder, old, new, message):
    file = folder / "old_age_pension.yaml"
    spoil(file, old, new)
    with pytest.raises(RuleError) as raised:
        Ruleset.load(folder)
    assert message in str(raised.value)
    assert raised.value.line > 0
    assert str(check_rules(folder)[0]).startswith(f"old_age_pension.yaml:{raised.value.line}: ")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("facts", "called: {en: your date of birth, ", "called: {", "birth_date.called: error: is"),
        ("facts", "再缴费{difference}个月", "再{months}月", "no {months} to put in, in zh"),
        ("facts", "{true: 0.97, false: 0.03}", "{true: 0.97, false: 0.3}", "do not add up to 1"),
        ("facts", "{true: 0.97, false: 0.03}", "{1: 0.97, 0: 0.03}", "is true or false"),
        ("facts", "-5 days: 0.45", "soon: 0.45", "is no number of days"),
        ("facts", "  derived: person.birth_date\n", "", "what it is derived from"),
        ("facts", "in this country?\"}", "in this" + " country" * 40 + '?"}', "takes 3 segm"),
        ("laws", "en: Pensions Act, zh", "en: Pensions Act, fr: Loi, zh", "no language fr"),
        ("old_age_pension", "es: Quiere la pensión anticipada, más", "fr: Veut", "missing in es"),
        ("old_age_pension", "{value} months of", "{months} months of", "no {months} to put in"),
        ("old_age_pension", "at_least: months_needed", 
         "at_least: 180\n    reference: pensions_act 12", "180 stands in a rule"),
        ("old_age_pension", "from: 2018-01-01, value: 24", "from: 2009-01-01, value: 24", "order"),
        ("old_age_pension", "{from: 2010-01-01, value: 260}", "{from: 2012-01-01, value: 260}",
         "has no value before 2012-01-01"),
        ("old_age_pension", "{fact: contribution_months, by", "{fact: savings, by", "no fact of"),
        ("child_allowance", "  first_child:\n", "  unused:\n    unit: money\n    reference: "
         "family_benefits_act 5\n    values: [{from: 2010-01-01, value: 1}]\n  first_child:\n",
         "parameters.unused: error: is not used"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(folder, name, old, new, message):
    file = folder / f"{name}.yaml"
    spoil(file, old, new)
    found = [str(one) for one in check_rules(folder, segments_of)]
    assert any(message in one and one.startswith(f"{name}.yaml:") for one in found), found


def test_the_version_tells_whether_anything_changed(folder):
    assert Ruleset.load(folder).version == ruleset().version
    spoil(folder / "common.yaml", "value: 3", "value: 4")
    assert Ruleset.load(folder).version != ruleset().version


# What an article says for a text message, with what the rules have in its place.
TOLD: list[tuple[str, str, str, str, Any]] = [
    ("pension_age", "", "old_age_pension", "The pension age is {}, with", "pension_age"),
    ("pension_age", "", "old_age_pension", "at least {} months", "months_needed"),
    ("pension_age", "", "old_age_pension", "From {} you can take it early", "early_age"),
    ("pension_amount", "", "old_age_pension", "{}% of your average wage", "percent_a_year"),
    ("pension_amount", "", "old_age_pension", "{}% less per month", "percent_a_month_early"),
    ("pension_amount", "", "old_age_pension", "{}% more after", "percent_a_month_late"),
    ("pension_amount", "", "old_age_pension", "Least: {}", "least_pension"),
    ("contribution_months", "", "old_age_pension", "{} months per child", "months_for_a_child"),
    ("apply_late", "", "old_age_pension", "at most {} months back", "months_back"),
    ("unemployment_conditions", "", "unemployment_benefit", "need {} months", "months_needed"),
    ("unemployment_conditions", "", "unemployment_benefit", "in {} days", "days_to_register"),
    ("unemployment_conditions", "", "unemployment_benefit", "up to {} months", "months_paid"),
    ("unemployment_register", "in_time", "unemployment_benefit", "the {}th day", "waiting_days"),
    ("unemployment_amount", "child", "unemployment_benefit", "{}% of", "percent_with_child"),
    ("unemployment_amount", "child", "unemployment_benefit", "up to ${:0.0f}", "most_with_child"),
    ("unemployment_amount", "none", "unemployment_benefit", "{}% of", "percent_without_child"),
    ("unemployment_amount", "none", "unemployment_benefit", "up to ${:0.0f}", "most_without_child"),
    ("unemployment_part_time", "", "unemployment_benefit", "Up to {} hours a week", "most_hours"),
    ("child_allowance_amount", "first", "child_allowance", "{} a month", "first_child"),
    ("child_allowance_amount", "later", "child_allowance", "{} a month", "later_child"),
    ("maternity_length", "", "maternity_benefit", "lasts {} weeks", "weeks_one_baby"),
    ("maternity_length", "", "maternity_benefit", "({} for twins)", "weeks_more_babies"),
    ("maternity_length", "", "maternity_benefit", "up to {} weeks before", "weeks_before_birth"),
    ("maternity_length", "", "maternity_benefit", "need {} months", "months_needed"),
    ("maternity_amount", "employee", "maternity_benefit", "{}% of", "percent_of_wage"),
    ("maternity_amount", "employee", "maternity_benefit", "up to ${:0.0f}", "most_employee"),
    ("maternity_amount", "self_employed", "maternity_benefit", "least {}", "least_self_employed"),
    ("disability_assessment", "", "disability_pension", "with {} months", "months_needed"),
    ("income_support", "alone", "income_support", "less than {} a month", "first_adult"),
    ("income_support", "alone", "income_support", "${:0.0f} saved", "savings_limit"),
    ("income_support", "others", "income_support", "plus {} per other adult", "other_adult"),
    ("income_support", "others", "income_support", "{} per child", "each_child"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "case", "programme", "told", "parameter"), TOLD)
def test_rules_and_articles_agree(topic, case, programme, told, parameter):
    rules = ruleset()
    value = rules.parameters(programme, ON)[parameter].value.low
    unit = rules.programmes[programme].parameters[parameter].unit
    if unit == "money":
        value = value / 100 if ":0.0f" in told else money(value, "en")
    elif unit == "age":
        value = age(value, "en")
    elif unit == "percent":
        value = f"{float(value):g}"
    answer = dict(articles()[topic].answers())[f"cases.{case}" if case else "answer"]
    assert told.format(value) in text_of(answer, "en", "sms")


def test_references_are_those_of_the_articles():
    rules = ruleset()
    sources = {one.source["en"]: one.source for one in articles().values()}
    for topic in ("pension_age", "unemployment_amount", "child_allowance_who", "maternity_amount"):
        english = articles()[topic].source["en"]
        for language, source in sources[english].items():
            assert reference(rules.laws, english, language) == source
