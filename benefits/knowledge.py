"""General questions, answered from the articles in `data/knowledge`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from benefits.country import DATA, read
from benefits.function import Asked, function
from benefits.ranking import Ranking

SURE = 0.48
"""Confidence from which an answer is given. Chosen on the phrasings that
`tests/benefits/cases/knowledge.yaml` keeps for choosing, checked on those it keeps for checking."""
AHEAD = 0.06
"""By how much the best topic must be surer than the second."""


@dataclass(frozen=True)
class Answer:
    """An answer as it is said and as it is written in a text message."""

    voice: str
    sms: str


@dataclass(frozen=True)
class Article:
    """One answer to one question; everything a person hears is by language (en, zh, es)."""

    date: date
    title: Mapping[str, str]
    source: Mapping[str, str]
    """The law or leaflet that says so."""
    questions: Mapping[str, tuple[str, ...]]
    answer: Mapping[str, str | Answer]
    """One text for both channels, or one for each."""

    def text(self, language: str, channel: str) -> str:
        """The answer for this language and channel (voice or sms)."""
        answer = self.answer[language]
        if isinstance(answer, str):
            return answer
        return answer.sms if channel == "sms" else answer.voice


@cache
def articles() -> Mapping[str, Article]:
    """The articles by topic, which is the name of the file."""
    files = sorted((DATA / "knowledge").glob("*.yaml"))
    return TypeAdapter(dict[str, Article]).validate_python({f.stem: read(f) for f in files})


@cache
def fillers() -> Mapping[str, tuple[str, ...]]:
    """The words of each language that say nothing about the subject of a question."""
    return TypeAdapter(dict[str, tuple[str, ...]]).validate_python(read(DATA / "fillers.yaml"))


@cache
def ranking(language: str) -> Ranking:
    """The questions of all articles in one language; the titles are phrasings too."""
    return Ranking(
        {
            topic: (*article.questions[language], article.title[language])
            for topic, article in articles().items()
        },
        fillers()[language],
    )


def topic_of(question: str, language: str) -> tuple[str | None, float]:
    """The topic of a question, None where it would be a guess, and how sure the best one is."""
    ranked = ranking(language).rank(question)
    if not ranked:
        return None, 0.0
    best = ranked[0]
    second = ranked[1].confidence if len(ranked) > 1 else 0.0
    sure = best.confidence >= SURE and best.confidence - second >= AHEAD
    return (best.topic if sure else None), best.confidence


@function(
    "knowledge.answer",
    takes=("question",),
    gives=("found", "answer", "source", "date", "topic", "confidence"),
)
def answer(asked: Asked, question: str) -> Mapping[str, Any]:
    """The answer to a general question, with its source and date; not found rather than wrong.

    confidence: 0 to 1, also when nothing was found.
    """
    language = asked.language if asked.language in ("en", "zh", "es") else "en"
    topic, confidence = topic_of(question, language)
    found = {"found": topic is not None, "confidence": round(confidence, 3)}
    if topic is None:
        return {**found, "answer": "", "source": "", "date": "", "topic": ""}
    article = articles()[topic]
    return {
        **found,
        "answer": article.text(language, asked.channel),
        "source": article.source[language],
        "date": article.date.isoformat(),
        "topic": topic,
    }
