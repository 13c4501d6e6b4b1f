"""Which known question is nearest to what was asked: words weighted by how rare they are.

A word counts as the one it resembles (a plural, a misspelling, a mishearing). Words that are in
no known question count against a match, so that a question about something else finds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from benefits.words import words

_ALIKE = 0.9
"""Jaro-Winkler similarity from which two words are taken for one: it forgives endings most."""
_SHORTEST = 4
"""Shorter words are compared as they are: "age" is not "are"."""


class Ranked(NamedTuple):
    """A topic and how sure it is, 0 to 1."""

    topic: str
    confidence: float


class Ranking:
    """The known questions of one language."""

    def __init__(self, topics: Mapping[str, Sequence[str]], fillers: Sequence[str] = ()) -> None:
        """topics: the phrasings of each topic. fillers: words that say nothing of the subject."""
        self._fillers = fillers
        self._phrasings = [
            (topic, tokens(phrasing, fillers))
            for topic, phrasings in topics.items()
            for phrasing in phrasings
        ]
        self._vocabulary: dict[str, set[str]] = {topic: set() for topic in topics}
        for topic, found in self._phrasings:
            self._vocabulary[topic] |= found
        spread = Counter(word for found in self._vocabulary.values() for word in found)
        self._weights = {word: log((len(topics) + 1) / count) for word, count in spread.items()}
        self._unknown = log(len(topics) + 1)
        self._long = [word for word in self._weights if len(word) >= _SHORTEST]

    def rank(self, question: str) -> list[Ranked]:
        """The topics with anything in common with the question, the surest first."""
        asked = tokens(question, self._fillers)
        known = self._known(asked)
        total = sum(self._weights[word] for word in known.values())
        total += self._unknown * (len(asked) - len(known))
        if not total:
            return []
        meant = set(known.values())
        nearest: dict[str, float] = {}
        for topic, phrasing in self._phrasings:
            overlap = 2 * self._weight(meant & phrasing) / (total + self._weight(phrasing))
            nearest[topic] = max(nearest.get(topic, 0.0), overlap)
        # Half the nearest phrasing, half how much of the question the topic knows at all.
        ranked = [
            Ranked(topic, (overlap + self._weight(meant & self._vocabulary[topic]) / total) / 2)
            for topic, overlap in nearest.items()
            if overlap
        ]
        return sorted(ranked, key=lambda one: -one.confidence)

    def _weight(self, found: Iterable[str]) -> float:
        return sum(self._weights[word] for word in found)

    def _known(self, asked: set[str]) -> dict[str, str]:
        """The words asked with, each with the known word that it is or resembles."""
        known = {}
        for word in asked:
            if word in self._weights:
                known[word] = word
            elif len(word) >= _SHORTEST and word.isascii():
                alike = process.extractOne(
                    word, self._long, scorer=JaroWinkler.normalized_similarity, score_cutoff=_ALIKE
                )
                if alike:
                    known[word] = alike[0]
        return known


def tokens(text: str, fillers: Sequence[str] = ()) -> set[str]:
    """The words of a text without the fillers; of Chinese the characters and their pairs."""
    found: set[str] = set()
    for word in words(text):
        if word.isascii():
            found.add(word)
            continue
        for part in _without(word, fillers):
            found.update(part)
            found.update(part[i : i + 2] for i in range(len(part) - 1))
    return found.difference(fillers)


def _without(characters: str, fillers: Sequence[str]) -> list[str]:
    """What is left of a run of Chinese characters around the fillers."""
    for filler in fillers:
        characters = characters.replace(filler, " ")
    return characters.split()
