"""General questions: answered in other words, in three languages; refused when not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benefits import knowledge
from benefits.article import articles

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases" / "knowledge.yaml").read_text(encoding="utf-8"))
PHRASINGS = yaml.safe_load((HERE / "data" / "phrasings.yaml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "zh", "es")


def outcomes(questions, language: str) -> list[str]:
    """What became of each question: right, wrong or none."""
    found = []
    for topic, phrasings in questions.items():
        for question in phrasings:
            answered, _ = knowledge.topic_of(question, language)
            found.append("none" if answered is None else "right" if answered == topic else "wrong")
    return found


def share_answered(questions, language: str) -> float:
    answered = sum(knowledge.topic_of(question, language)[0] is not None for question in questions)
    return answered / len(questions)


@pytest.mark.parametrize("part", ["choosing", "checking"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_of_the_first_articles(language, part):
    found = outcomes(CASES[part][language], language)
    assert found.count("right") / len(found) >= 0.5
    assert found.count("wrong") / len(found) <= 0.07
    assert share_answered(CASES["none"][part][language], language) <= 0.2


@pytest.mark.parametrize("language", LANGUAGES)
def test_fresh_phrasings_keep_what_was_reached(language):
    """The figures are those of `python -m benchmarks.articles`, less a little."""
    by_topic = {topic: texts[language] for topic, texts in PHRASINGS["questions"].items()}
    assert by_topic.keys() == articles().keys()
    found = outcomes(by_topic, language)
    assert found.count("right") / len(found) >= 0.68
    assert found.count("wrong") / len(found) <= 0.04
    assert share_answered(PHRASINGS["none"][language], language) <= 0.2


def test_an_article_answers_its_own_questions():
    for language in LANGUAGES:
        ranking = knowledge.ranking(language)
        asked = [
            (topic, question)
            for topic, article in articles().items()
            for question in article.questions[language]
        ]
        wrong = [q for topic, q in asked if ranking.rank(q)[0].topic != topic]
        assert len(wrong) <= len(asked) * 0.01, wrong


def test_an_answer_with_its_source(desk):
    answer = desk.ask("knowledge.answer", question="At what age can I retire?")
    assert answer["outcome"] == "answer"
    assert answer["topic"] == "pension_age"
    assert answer["source"] == "Pensions Act, section 12"
    assert answer["date"] == "2026-01-01"
    assert "sixty-five" in answer["answer"]
    text = desk.ask("knowledge.answer", question="At what age can I retire?", channel="sms")
    assert "65" in text["answer"]


@pytest.mark.parametrize("question", ["", "???", "the", "的", "xyzzy"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_go_by(desk, question, language):
    answer = desk.ask("knowledge.answer", question=question, language=language)
    assert answer["outcome"] != "answer"
    assert answer["answer"] == ""


def test_misspelt_and_misheard_words_still_count(desk):
    answer = desk.ask("knowledge.answer", question="i lost my insurence card")
    assert answer["topic"] == "lost_card"


def test_an_answer_that_depends_asks_and_then_tells(desk):
    asked = desk.ask("knowledge.answer", question="how much are the contributions")
    assert (asked["outcome"], asked["answer"]) == ("case", "")
    assert asked["question"] == "Are you an employee or self-employed?"
    names = [choice["name"] for choice in asked["choices"]]
    assert names == ["employee", "self_employed"]
    told = {name: desk.ask("knowledge.article", topic=asked["topic"], case=name) for name in names}
    assert "eight percent" in told["employee"]["answer"]
    assert "twenty percent" in told["self_employed"]["answer"]


@pytest.mark.parametrize(
    ("language", "question", "part"),
    [
        ("en", "what contribution rate do I pay when I am self-employed", "twenty percent"),
        ("es", "cuánto paga un autónomo de cotización", "veinte por ciento"),
        ("zh", "个体户社保交多少", "20%"),
    ],
)
def test_a_question_that_tells_its_case_is_not_asked_back(desk, language, question, part):
    answer = desk.ask("knowledge.answer", question=question, language=language)
    assert answer["outcome"] == "answer"
    assert part in answer["answer"]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("contributions of an employee who is also self-employed", None),
        ("contributions of an employee", "employee"),
        ("how high are contributions", None),
    ],
)
def test_what_a_question_tells_of_its_case(question, told):
    assert articles()["contribution_rates"].cases.told(question, "en") == told


def test_yes_in_a_question_decides_nothing():
    cases = articles()["unemployment_amount"].cases
    assert cases.told("yes how much unemployment benefit is there", "en") is None
    assert cases.told("失业金有没有最高限额", "zh") is None


def test_two_likely_topics_are_offered(desk, monkeypatch):
    monkeypatch.setattr(knowledge, "SURE", 1.1)  # nothing is ever sure
    answer = desk.ask("knowledge.answer", question="I lost my insurance card")
    assert (answer["outcome"], answer["answer"]) == ("unsure", "")
    offered = [choice["label"] for choice in answer["choices"]]
    assert len(offered) == 3
    assert offered[0] == "Lost insurance card"
    assert answer["choices"][-1]["name"] == knowledge.NEITHER
    assert answer["nearest"] == "lost_card"


def test_an_unanswered_question_is_kept_with_nothing_of_who_asked(desk):
    desk.ask("knowledge.unanswered", question="do whales sleep", channel="sms")
    desk.commit()
    (row,) = desk.database.connection.execute("SELECT * FROM unanswered").fetchall()
    assert set(row.keys()) == {
        "id", "at", "language", "channel", "question", "nearest", "confidence",
    }  # fmt: skip
    assert (row["language"], row["channel"]) == ("en", "sms")
    # Nobody said what may be kept of it, so nothing is.
    assert desk.vault.decrypt(row["question"]) == ""
