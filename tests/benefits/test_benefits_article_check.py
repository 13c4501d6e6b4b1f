"""What `benefitline check` says about articles: each way to write one wrongly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from benefits.article import FOLDER
from benefits.article_check import Measures, check_articles
from cli.check import segments_of
from flows.check.length import seconds

TODAY = date(2026, 11, 23)
MEASURES = Measures(seconds, segments_of)
LANGUAGES = ("en", "zh", "es")


def article(name: str = "a") -> dict:
    """One that nothing is wrong with."""
    return {
        "date": date(2026, 1, 1),
        "title": dict.fromkeys(LANGUAGES, name),
        "source": dict.fromkeys(LANGUAGES, "Act 1"),
        "questions": {code: [f"{name} {n}" for n in range(6)] for code in LANGUAGES},
        "answer": dict.fromkeys(LANGUAGES, "Yes."),
    }


def cases(*names: str) -> dict:
    called = {name: {code: [name] for code in LANGUAGES} for name in names}
    return {
        "ask": dict.fromkeys(LANGUAGES, "Which?"),
        "choices": {
            name: {"called": called[name], "answer": dict.fromkeys(LANGUAGES, "Yes.")}
            for name in names
        },
    }


def problems(folder: Path, **written: dict) -> list[str]:
    for name, content in written.items():
        text = yaml.safe_dump(content, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return [str(problem) for problem in check_articles(folder, TODAY, MEASURES)]


def test_the_shipped_articles_have_no_problem():
    assert check_articles(FOLDER, TODAY, MEASURES) == []
    assert len(list(FOLDER.glob("*.yaml"))) >= 40


def test_a_good_article_and_one_with_cases_pass(tmp_path):
    by_case = article("b") | {"cases": cases("old", "young")}
    del by_case["answer"]
    assert problems(tmp_path, a=article(), b=by_case) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": {"en": "a", "zh": "a"}}, "a.yaml: error: title is missing in es"),
        ({"source": {"en": "", "zh": "a", "es": "a"}}, "source is missing in en"),
        ({"answer": {"en": "Yes.", "zh": "是"}}, "answer is missing in es"),
        ({"answer": {**dict.fromkeys(LANGUAGES, "a"), "fr": "b"}}, "there is no language fr"),
        ({"questions": {key: ["a", "b"] for key in LANGUAGES}}, "has 2 questions in en"),
        ({"answer": dict.fromkeys(LANGUAGES, "a word " * 80)}, "s to say in en, more than 20 s"),
        ({"answer": dict.fromkeys(LANGUAGES, "1" * 160)}, "takes 2 segments to send in en"),
        ({"date": date(2024, 1, 1)}, "warning: is of 2024-01-01, over two years ago"),
        ({"date": date(2027, 1, 1)}, "error: is dated 2027-01-01"),
        ({"date": None}, "error: date: "),
        ({"cases": cases("old", "young")}, "either answer or cases"),
        ({"answr": {}}, "error: answr: "),
    ],
)
def test_what_is_wrong_is_said(tmp_path, change, message):
    found = problems(tmp_path, a={**article(), **change})
    assert any(message in one for one in found), found


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (cases("old"), "has 1 cases, not 2 to 4"),
        (cases(*"abcde"), "has 5 cases, not 2 to 4"),
        (
            {**cases("old", "young"), "ask": {"en": "Which?", "zh": "哪"}},
            "cases.ask is missing in es",
        ),
        (
            {**cases("old", "young"), "ask": dict.fromkeys(LANGUAGES, "a " * 170)},
            "cases.ask takes 3",
        ),
    ],
)
def test_what_is_wrong_with_cases_is_said(tmp_path, wrong, message):
    content = {**article(), "cases": wrong}
    del content["answer"]
    found = problems(tmp_path, a=content)
    assert any(message in one for one in found), found


def test_a_name_of_two_cases_and_a_question_of_two_articles(tmp_path):
    both = cases("old", "young")
    both["choices"]["young"]["called"]["en"] = ["young", "Old"]
    content = {**article("b"), "cases": both}
    del content["answer"]
    content["questions"]["en"][0] = "A 0?"
    found = problems(tmp_path, a=article(), b=content)
    assert found == [
        'b.yaml: error: "old" is called old and young in en',
        'b.yaml: error: "A 0?" is asked in a too',
    ]


def test_broken_yaml_is_named(tmp_path):
    (tmp_path / "a.yaml").write_text("a: [", "utf-8")
    (found,) = check_articles(tmp_path, TODAY, MEASURES)
    assert (found.file, found.level) == ("a.yaml", "error")
