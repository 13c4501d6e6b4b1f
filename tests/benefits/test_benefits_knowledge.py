"""General questions: answered in other words, in three languages; refused when not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from smsutil import is_valid_gsm

from benefits import knowledge
from benefits.ranking import Ranking

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "knowledge.yaml").read_text(encoding="utf-8")
)
LANGUAGES = ("en", "zh", "es")


def outcomes(part: str, language: str) -> list[str]:
    """What became of each question: right, wrong or none."""
    found = []
    for topic, questions in CASES[part][language].items():
        for question in questions:
            answered, _ = knowledge.topic_of(question, language)
            found.append("none" if answered is None else "right" if answered == topic else "wrong")
    return found


def answered_wrongly(part: str, language: str) -> int:
    questions = CASES["none"][part][language]
    return sum(knowledge.topic_of(question, language)[0] is not None for question in questions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_it_was_chosen_on(language):
    found = outcomes("choosing", language)
    assert found.count("right") / len(found) >= 0.9
    assert found.count("wrong") <= 1
    assert answered_wrongly("choosing", language) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_it_never_saw(language):
    """Half is answered, and hardly ever wrongly: silence is better than a wrong answer."""
    found = outcomes("checking", language)
    assert found.count("right") / len(found) >= 0.5
    assert found.count("wrong") <= 1
    assert answered_wrongly("checking", language) == 0


def test_an_article_answers_its_own_questions():
    for language in LANGUAGES:
        for topic, article in knowledge.articles().items():
            for question in article.questions[language]:
                best = knowledge.ranking(language).rank(question)[0]
                assert best.topic == topic, (language, question)


def test_an_answer_with_its_source(desk):
    answer = desk.ask("knowledge.answer", question="At what age can I retire?")
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
    assert answer["found"] is False
    assert answer["answer"] == ""


def test_misspelt_and_misheard_words_still_count(desk):
    answer = desk.ask("knowledge.answer", question="i lost my insurence card")
    assert answer["topic"] == "lost_card"


def test_articles_are_complete_and_short():
    assert len(knowledge.articles()) >= 12
    for topic, article in knowledge.articles().items():
        for language in LANGUAGES:
            assert article.title[language]
            assert article.source[language]
            assert len(article.questions[language]) >= 5
            assert len(article.text(language, "voice")) <= 320, topic
        for language in ("en", "es"):
            # As the channel sends it: without accents, and the source in brackets.
            text = f"{article.text(language, 'sms')} ({article.source[language]})"
            plain = text.translate(str.maketrans("áíóú", "aiou"))
            assert is_valid_gsm(plain), (topic, text)
            assert len(plain) <= 160, (topic, len(plain))
        assert len(article.text("zh", "sms")) <= 134, topic  # two segments of a Chinese text


def test_an_unknown_word_weighs_against_a_match():
    ranking = Ranking({"card": ["lost card"], "visit": ["book a visit"]})
    sure = ranking.rank("lost card")[0].confidence
    assert ranking.rank("lost purple umbrella card")[0].confidence < sure
