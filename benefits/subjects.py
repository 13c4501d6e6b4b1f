"""What the knowledge base has to say about a subject that somebody came with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from benefits.article import articles
from benefits.country import DATA, read
from benefits.function import Asked, function
from benefits.knowledge import GIVES, SURE, language_of, nothing, ranking, told


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
    fitting = {topic for topic in (main, *known.also) if topic}
    if len(fitting) < 2:
        return main
    ranked = ranking(language).rank(words, fitting)
    return ranked[0].topic if ranked and ranked[0].confidence >= SURE else main


@function("knowledge.about", takes=("subject", "question"), gives=GIVES)
def about(asked: Asked, subject: str, question: str) -> Mapping[str, Any]:
    """The article about a subject, with its source and date; in doubt what the words ask for.

    subject: the name of an intent. question: what was said, which may be empty. Gives the same as
    `knowledge.answer`, but is never `unsure`.
    """
    language = language_of(asked)
    topic = topic_for(subject, question, language)
    if topic is None:
        return {**nothing("unknown"), "nearest": "", "confidence": 0.0}
    return {**told(topic, question, language, asked.channel), "nearest": topic, "confidence": 1.0}
