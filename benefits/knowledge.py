"""General questions, answered from the articles: outright, after one question, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from benefits.article import Article, articles, text_of
from benefits.country import DATA, read
from benefits.function import Asked, function
from benefits.ideas import Ideas
from benefits.kept_ranking import kept
from benefits.ranking import Ranked, Ranking

SURE = 0.65
"""Confidence from which an answer is given outright. Chosen, with `LIKELY`, on the first half of
`tests/benefits/data/phrasings.yaml`."""
LIKELY = 0.4
"""Confidence from which the likeliest topics are offered, where none is sure."""
OFFERED = 2
"""Topics that are offered at most."""
NEITHER = "neither"
"""The choice that none of the offered topics is meant."""
_NEITHER = {"en": "something else", "zh": "都不是", "es": "otra cosa"}
_NEITHER_TOO = {
    "en": ["neither", "none", "none of them", "no"],
    "zh": ["都不", "不是", "别的"],
    "es": ["ninguno", "ninguna", "ninguna de las dos", "no"],
}
GIVES = (
    *("outcome", "answer", "source", "date", "topic", "confidence", "nearest"),
    *("question", "choices"),
)

Choices = Sequence[Mapping[str, Any]]
_BY_LANGUAGE = TypeAdapter(dict[str, tuple[str, ...]])


@cache
def outside() -> Mapping[str, tuple[str, ...]]:
    """By language, questions that no article is about."""
    return _BY_LANGUAGE.validate_python(read(DATA / "outside.yaml"))


_rankings: dict[str, Ranking] = {}


def prepare(folder: Path) -> None:
    """Have the rankings of all languages, kept in `folder`: seconds that no caller should wait."""
    for language in outside():
        if language not in _rankings:
            _rankings[language] = kept(folder, *_questions(language))


def ranking(language: str) -> Ranking:
    """The questions of all articles in one language; fitted now where nothing was prepared."""
    if language not in _rankings:
        topics, others, alike = _questions(language)
        _rankings[language] = Ranking.fit(topics, others, Ideas(alike))
    return _rankings[language]


def _questions(
    language: str,
) -> tuple[dict[str, list[str]], Sequence[str], Sequence[Sequence[str]]]:
    """The phrasings of each topic, titles and answers among them, those of none, and words that
    mean the same."""
    topics = {
        topic: [
            *article.questions[language],
            article.title[language],
            *(text_of(answer, language, "voice") for _, answer in article.answers()),
        ]
        for topic, article in articles().items()
    }
    return topics, outside()[language], read(DATA / "alike.yaml")[language]


def topic_of(question: str, language: str) -> tuple[str | None, float]:
    """The topic of a question, None where it would be a guess, and how sure the best one is."""
    ranked = ranking(language).rank(question)
    best = _best(ranked)
    return (best.topic if best.confidence >= SURE else None), best.confidence


@function("knowledge.answer", takes=("question",), gives=GIVES)
def answer(asked: Asked, question: str) -> Mapping[str, Any]:
    """The answer to a general question, with its source and date; none rather than a wrong one.

    outcome: `answer`; `case` and `unsure`, where `choices` (name, label, phrases) are to be
    offered, and what is chosen to be handed to `knowledge.article` (the circumstances asked for in
    `question`, or the topic); or `unknown`. nearest, confidence (0 to 1): also of what was not
    sure enough.
    """
    language = language_of(asked)
    ranked = ranking(language).rank(question)
    best = _best(ranked)
    near = {"nearest": best.topic, "confidence": round(best.confidence, 3)}
    if best.confidence >= SURE:
        return {**told(best.topic, question, language, asked.channel), **near}
    if best.confidence < LIKELY:
        return {**nothing("unknown"), **near}
    likely = [one.topic for one in ranked[:OFFERED]]
    return {**nothing("unsure"), **near, "choices": _titles(likely, language)}


@function("knowledge.article", takes=("topic",), optional=("case", "question"), gives=GIVES)
def article(asked: Asked, topic: str, case: str = "", question: str = "") -> Mapping[str, Any]:
    """What one article says, in the circumstances `case`; those that `question` tells otherwise.

    Gives the same as `knowledge.answer`.
    """
    language = language_of(asked)
    found = told(topic, question, language, asked.channel, case)
    return {**found, "nearest": topic, "confidence": 1.0}


@function("knowledge.unanswered", takes=("question",), gives=())
def unanswered(asked: Asked, question: str) -> Mapping[str, Any]:
    """Keep a question that has no answer yet, for staff to look at; nothing of who asked it."""
    best = _best(ranking(language_of(asked)).rank(question))
    asked.registry.add_unanswered(
        {
            "question": asked.redacted(question),
            "language": language_of(asked),
            "channel": asked.channel,
            "nearest": best.topic,
            "confidence": round(best.confidence, 3),
        }
    )
    return {}


def _best(ranked: Sequence[Ranked]) -> Ranked:
    return ranked[0] if ranked else Ranked("", 0.0)


def told(
    topic: str, question: str, language: str, channel: str, case: str = ""
) -> Mapping[str, Any]:
    """What an article says, or what must be known first (`case`); without what was nearest."""
    found = articles()[topic]
    about = {
        "topic": topic,
        "source": found.source[language],
        "date": found.date.isoformat(),
    }
    if found.answer is not None:
        answer = text_of(found.answer, language, channel)
        return {**nothing("answer"), **about, "answer": answer}
    assert found.cases is not None
    chosen = case or found.cases.told(question, language)
    if chosen:
        answer = text_of(found.cases.choices[chosen].answer, language, channel)
        return {**nothing("answer"), **about, "answer": answer}
    asks = text_of(found.cases.ask, language, channel)
    return {
        **nothing("case"), **about,
        "question": asks, "choices": _circumstances(found, language),
    }  # fmt: skip


def nothing(outcome: str) -> dict[str, Any]:
    """A result with this outcome in which everything else is empty."""
    empty = dict.fromkeys(("answer", "source", "date", "topic", "question"), "")
    return {"outcome": outcome, **empty, "choices": []}


def _circumstances(found: Article, language: str) -> Choices:
    assert found.cases is not None
    return [
        {"name": name, "label": choice.called[language][0], "phrases": choice.called[language][1:]}
        for name, choice in found.cases.choices.items()
    ]


def _titles(topics: Sequence[str], language: str) -> Choices:
    titles = {topic: articles()[topic].title[language] for topic in topics}
    offered = [{"name": topic, "label": title, "phrases": []} for topic, title in titles.items()]
    neither = {"name": NEITHER, "label": _NEITHER[language], "phrases": _NEITHER_TOO[language]}
    return [*offered, neither]


def language_of(asked: Asked) -> str:
    """The language of a conversation, if articles are written in it; else English."""
    return asked.language if asked.language in outside() else "en"
