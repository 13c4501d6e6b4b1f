"""What is wrong with articles: for whoever writes them, before anybody hears them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError

from benefits.article import Article, Cases, Texts, load, text_of
from benefits.words import folded

FEWEST_QUESTIONS = 6
"""In each language."""
MOST_CHOICES = 4
LONGEST_S = 20.0
"""An answer that takes longer to say is not remembered."""
MOST_SEGMENTS = {"en": 1, "zh": 2, "es": 1}
"""A text with an answer and its source, by language; Chinese letters take twice as much."""
QUESTION_SEGMENTS = 2
OLD = timedelta(days=2 * 365)
"""The age at which somebody should see whether it is still so."""


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong (an error) or worth a look (a warning) in an article."""

    file: str
    level: Literal["error", "warning"]
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.level}: {self.message}"


@dataclass(frozen=True)
class Measures:
    """How long texts are, as those know who say and send them."""

    seconds: Callable[[str, str], float]
    """seconds(text, language) -> how long it takes to say"""
    segments: Callable[[str], int]
    """segments(text) -> what it takes to send"""
    languages: Sequence[str] = tuple(MOST_SEGMENTS)


def check_articles(folder: Path, today: date, measures: Measures) -> list[Problem]:
    """All problems of the articles in a folder, in the order of the files."""
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for file in sorted(folder.glob("*.yaml")):
        try:
            article = load(file)
        except (OSError, yaml.YAMLError, ValidationError) as error:
            problems.append(Problem(file.name, "error", _plainly(error)))
            continue
        for message in _messages(article, measures):
            problems.append(Problem(file.name, "error", message))
        for message in _asked_elsewhere(article, file.stem, seen):
            problems.append(Problem(file.name, "error", message))
        problems += [Problem(file.name, *found) for found in _of_date(article.date, today)]
    return problems


def _plainly(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"{where}: {first['msg']}" if where else str(first["msg"])
    return " ".join(str(error).split())


def _messages(article: Article, measures: Measures) -> Iterator[str]:
    texts: dict[str, Mapping[str, object]] = {
        "title": article.title,
        "source": article.source,
        "questions": article.questions,
        **dict(article.answers()),
    }
    if article.cases:
        texts["cases.ask"] = article.cases.ask
        texts |= {f"cases.{n}.called": c.called for n, c in article.cases.choices.items()}
    missing = [
        f"{name} is missing in {language}"
        for name, text in texts.items()
        for language in measures.languages
        if not text.get(language)
    ]
    yield from missing
    unknown = {one for text in texts.values() for one in text} - set(measures.languages)
    yield from (f"there is no language {language}" for language in sorted(unknown))
    if missing:
        return  # what is not there has no length
    for language in measures.languages:
        count = len(set(map(folded, article.questions[language])))
        if count < FEWEST_QUESTIONS:
            yield f"has {count} questions in {language}, fewer than {FEWEST_QUESTIONS}"
        for where, answer in article.answers():
            yield from _too_long(where, answer, article.source[language], language, measures)
        if article.cases:
            yield from _of_cases(article.cases, language, measures)


def _too_long(
    where: str, answer: Texts, source: str, language: str, measures: Measures
) -> Iterator[str]:
    took = measures.seconds(text_of(answer, language, "voice"), language)
    if took > LONGEST_S:
        yield f"{where} takes {took:.0f} s to say in {language}, more than {LONGEST_S:.0f} s"
    brackets = "（{}）" if language == "zh" else " ({})"
    sent = text_of(answer, language, "sms") + brackets.format(source)
    count, most = measures.segments(sent), MOST_SEGMENTS.get(language, 1)
    if count > most:
        yield f"{where} with its source takes {count} segments to send in {language}, not {most}"


def _of_cases(cases: Cases, language: str, measures: Measures) -> Iterator[str]:
    if not 2 <= len(cases.choices) <= MOST_CHOICES:
        yield f"has {len(cases.choices)} cases, not 2 to {MOST_CHOICES}"
    taken: dict[str, str] = {}
    for name, choice in cases.choices.items():
        for phrase in map(folded, choice.called[language]):
            other = taken.setdefault(phrase, name)
            if other != name:
                yield f'"{phrase}" is called {other} and {name} in {language}'
    labels = " ".join(f"1 {choice.called[language][0]}." for choice in cases.choices.values())
    count = measures.segments(f"{text_of(cases.ask, language, 'sms')} {labels}")
    if count > QUESTION_SEGMENTS:
        yield f"cases.ask takes {count} segments to send in {language}, not {QUESTION_SEGMENTS}"


def _asked_elsewhere(
    article: Article, topic: str, seen: dict[tuple[str, str], str]
) -> Iterator[str]:
    """Questions that another article has too: no one could tell which is meant."""
    for language, questions in article.questions.items():
        for question in questions:
            other = seen.setdefault((language, folded(question)), topic)
            if other != topic:
                yield f'"{question}" is asked in {other} too'


def _of_date(written: date, today: date) -> Iterator[tuple[Literal["error", "warning"], str]]:
    if written > today:
        yield "error", f"is dated {written}, which is still to come"
    if today - written > OLD:
        yield "warning", f"is of {written}, over two years ago: is it still so?"
