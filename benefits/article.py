"""Articles: short answers to general questions, each a file in `data/knowledge`.

Everything a person hears is by language (en, zh, es), one text for both channels or one for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked

from benefits.country import DATA, read
from benefits.words import folded

FOLDER = DATA / "knowledge"
_STRICT = ConfigDict(extra="forbid")
_BARE = frozenset(("yes", "no", "none", "other", "si", "ninguno", "otro", "otra", "没有", "其他"))
"""Answers that tell something only after the question was put."""


@dataclass(frozen=True)
class Wording:
    """A text as it is said and as it is written in a text message."""

    voice: str
    sms: str


Texts = Mapping[str, str | Wording]
"""By language."""


def text_of(texts: Texts, language: str, channel: str) -> str:
    """The text for a language and a channel (voice or sms)."""
    text = texts[language]
    if isinstance(text, str):
        return text
    return text.sms if channel == "sms" else text.voice


@checked(frozen=True, config=_STRICT)
class Choice:
    """One of the circumstances that an answer depends on."""

    called: Mapping[str, tuple[str, ...]]
    """How it is offered, then what else people say for it."""
    answer: Texts


@checked(frozen=True, config=_STRICT)
class Cases:
    """One question, and an answer for each choice, by a name of its own."""

    ask: Texts
    choices: Mapping[str, Choice]

    def told(self, question: str, language: str) -> str | None:
        """The only choice that a question itself tells: "… as I am self-employed"."""
        asked = folded(question)
        found = {
            phrase: name
            for name, choice in self.choices.items()
            for phrase in map(folded, choice.called[language])
            if _holds(asked, phrase)
        }
        # "Self-employed" holds "employed" as well, and means only itself.
        whole = {p for p in found if not any(p != other and p in other for other in found)}
        names = {found[phrase] for phrase in whole}
        return names.pop() if len(names) == 1 else None


@checked(frozen=True, config=_STRICT)
class Article:
    """One answer to one question, or one for each case of it."""

    date: date
    title: Mapping[str, str]
    source: Mapping[str, str]
    """The law or leaflet that says so."""
    questions: Mapping[str, tuple[str, ...]]
    answer: Texts | None = None
    cases: Cases | None = None

    def __post_init__(self) -> None:
        if (self.answer is None) == (self.cases is None):
            raise ValueError("an article needs either answer or cases")

    def answers(self) -> Iterator[tuple[str, Texts]]:
        """Its answers with where they stand: one, or one for each case."""
        if self.answer is not None:
            yield "answer", self.answer
        for name, choice in self.cases.choices.items() if self.cases else ():
            yield f"cases.{name}", choice.answer


_ARTICLE = TypeAdapter(Article)


def load(file: Path) -> Article:
    """The article in a file.

    Raises OSError, yaml.YAMLError or pydantic.ValidationError for one that cannot be used.
    """
    return _ARTICLE.validate_python(read(file))


@cache
def articles() -> Mapping[str, Article]:
    """The articles by topic, which is the name of the file."""
    return {file.stem: load(file) for file in sorted(FOLDER.glob("*.yaml"))}


def _holds(asked: str, phrase: str) -> bool:
    if phrase in _BARE:
        return False
    if phrase.isascii():
        return f" {phrase} " in f" {asked} "
    # Chinese has no spaces between words; a single character is part of too many.
    return len(phrase) > 1 and phrase in asked
