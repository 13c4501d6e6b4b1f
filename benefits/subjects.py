"""What the knowledge base has to say about a subject that somebody came with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from benefits.country import DATA, read
from benefits.function import Asked, function
from benefits.knowledge import AHEAD, SURE, articles, ranking


@dataclass(frozen=True)
class Subject:
    """The topics that say something about a subject."""

    main: str | None = None
    """Given when nothing else is asked for; without it the article of the subject's own name."""
    also: tuple[str, ...] = ()
    """Given when the words ask for it."""


@cache
def subjects() -> Mapping[str, Subject]:
    """The subjects that any article is about, by the name of the intent."""
    return TypeAdapter(dict[str, Subject]).validate_python(read(DATA / "about.yaml"))


def topic_for(subject: str, words: str, language: str) -> str | None:
    """The topic that fits a subject best in these words; None when there is none."""
    known = subjects().get(subject, Subject())
    main = known.main or (subject if subject in articles() else None)
    fitting = {main, *known.also}
    ranked = [each for each in ranking(language).rank(words) if each.topic in fitting]
    second = ranked[1].confidence if len(ranked) > 1 else 0.0
    if ranked and ranked[0].confidence >= max(SURE, second + AHEAD):
        return ranked[0].topic
    return main


@function(
    "knowledge.about",
    takes=("subject", "question"),
    gives=("found", "answer", "source", "date", "topic"),
)
def about(asked: Asked, subject: str, question: str) -> Mapping[str, Any]:
    """The article about a subject, with its source and date; in doubt what the words ask for.

    subject: the name of an intent. question: what was said, which may be empty.
    """
    language = asked.language if asked.language in ("en", "zh", "es") else "en"
    topic = topic_for(subject, question, language)
    if topic is None:
        return {"found": False, "answer": "", "source": "", "date": "", "topic": ""}
    article = articles()[topic]
    return {
        "found": True,
        "answer": article.text(language, asked.channel),
        "source": article.source[language],
        "date": article.date.isoformat(),
        "topic": topic,
    }
