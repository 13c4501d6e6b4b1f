"""How something is said: that somebody is upset, or pleads for a person. Beside what is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intents.clauses import spans
from intents.patterns import Patterns, phrases
from intents.text import Utterance
from intents.yaml_file import read_yaml

FILE = Path(__file__).parent / "tone.yaml"


@dataclass(frozen=True)
class Tone:
    """How an utterance sounds."""

    upset: bool
    person: bool
    """Is it a plea for a person, in whatever words?"""
    rest: Utterance
    """The utterance without the clauses that are full of anger; nothing where all of it is."""


def tone(utterance: Utterance, language: str) -> Tone:
    """How an utterance sounds; plain in a language that `tone.yaml` does not have."""
    calm, upset, visit, person = _patterns(language)
    angry = list(upset.spans(_without(utterance, calm)))
    rest = utterance
    for start, end in spans(utterance):
        if any(start <= at < end for at, _ in angry):
            rest = rest.without((start, end))
    pleas = person.spans(_without(utterance, visit))
    return Tone(bool(angry), any(True for _ in pleas), rest)


def _without(utterance: Utterance, patterns: Patterns) -> tuple[str, ...]:
    """The tokens of an utterance, those of some patterns taken out."""
    for span in patterns.spans(utterance.tokens):
        utterance = utterance.without(span)
    return utterance.tokens


@cache
def outcries(language: str) -> tuple[str, ...]:
    """Some of what is said in anger, or to get a person: for recognisers."""
    lists = read_yaml(FILE).get(language, {})
    return tuple(phrases(lists.get("upset", []) + lists.get("person", [])))


@cache
def _patterns(language: str) -> tuple[Patterns, ...]:
    lists = read_yaml(FILE).get(language, {})
    return tuple(Patterns(lists.get(name, ())) for name in ("calm", "upset", "visit", "person"))
