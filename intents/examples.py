"""What is wrong with examples: which of them mislead, are missing, or are there twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import median
from zlib import crc32

import numpy as np

from intents.matching.model import Example, Model
from intents.matching.rows import Rows
from intents.text import tokens
from intents.wording import Wording
from intents.yaml_file import read_yaml

CATALOGUE = Path(__file__).parent / "catalogue.yaml"
ABOUT = Path(__file__).parent / "about.yaml"
FEWEST = 15
"""Examples of an intent in each language."""
ALIKE = 0.5
"""Likeness from which an example of another intent is near; less, and neither tells anything."""
PARTS = 5
"""An example is read by what was learnt from the other parts of all of them …"""
MANY = 2000
"""… or from the other half, where there are so many that a half is enough to learn from."""
UNEVEN = 3
"""How many times as many as usual, or as few, an intent may have."""
ERRORS = frozenset({"unknown", "missing", "shared"})
"""Kinds of finding that must be mended; the others are worth a look."""


@dataclass(frozen=True, order=True)
class Finding:
    """Something wrong with the examples of a language.

    kind: `unknown` (an intent the catalogue lacks), `missing` and `few` examples of an intent,
    `uneven` (many more or fewer than others), `shared` (a phrase in two intents), `twice`,
    `overlap` (an example is nearer to one of another intent than to any of its own), `misread`
    (taken for the other intent when it is left out).
    """

    kind: str
    language: str
    intent: str
    text: str = ""
    other: str = ""
    """The other intent."""
    other_text: str = ""
    """Its example."""
    count: int = 0
    """Examples there are, for the kinds that count them."""


@cache
def catalogue(file: Path = CATALOGUE) -> Mapping[str, Mapping[str, str]]:
    """Every intent of the hotline: what it is `about` and what it is called by language."""
    found: Mapping[str, Mapping[str, str]] = read_yaml(file)
    return found


def about(intent: str, language: str) -> str:
    """What an intent means, in the language of whoever reads it. Raises KeyError for none."""
    return _abouts().get(language, {}).get(intent) or catalogue()[intent]["about"]


@cache
def _abouts() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = read_yaml(ABOUT)
    return found


def examined(wording: Wording, known: Mapping[str, object]) -> list[Finding]:
    """All findings about a language. known: the intents of the catalogue."""
    labelled = [(intent, text) for intent, texts in wording.intents.items() for text in texts]
    found = [*_counted(wording, known), *_repeated(wording.language, labelled)]
    if len(wording.intents) > 1:
        found += _overlaps(wording.language, labelled)
        found += _misread(wording)
    return sorted(found)


def _counted(wording: Wording, known: Mapping[str, object]) -> Iterator[Finding]:
    counts = {intent: len(texts) for intent, texts in wording.intents.items()}
    usual = median(counts.values()) if counts else 0
    for intent in [*known, *(counts.keys() - known.keys())]:
        count = counts.get(intent, 0)

        def finding(kind: str, intent: str = intent, count: int = count) -> Finding:
            return Finding(kind, wording.language, intent, count=count)

        if intent not in known:
            yield finding("unknown")
        elif not count:
            yield finding("missing")
        elif count < FEWEST:
            yield finding("few")
        if count and not usual / UNEVEN <= count <= usual * UNEVEN:
            yield finding("uneven")


def _repeated(language: str, labelled: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    for intent, text in labelled:
        other, other_text = seen.setdefault(tokens(text), (intent, text))
        if other != intent:
            yield Finding("shared", language, intent, text, other, other_text)
        elif other_text is not text:
            yield Finding("twice", language, intent, text, other, other_text)


def _overlaps(language: str, labelled: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    intents = np.array([intent for intent, _ in labelled])
    rows = _rows([text for _, text in labelled])
    for row, ((intent, text), likeness) in enumerate(zip(labelled, rows.alike(), strict=True)):
        own = intents == intent
        nearest = int(np.where(own, -1, likeness).argmax())
        likeness[row] = 0
        if likeness[nearest] >= ALIKE and likeness[nearest] > likeness[own].max():
            yield Finding("overlap", language, intent, text, *labelled[nearest])


def _misread(wording: Wording) -> Iterator[Finding]:
    for intent, text, found in left_out(wording):
        if found not in (intent, ""):
            yield Finding("misread", wording.language, intent, text, found)


def left_out(wording: Wording) -> Iterator[tuple[str, str, str]]:
    """Intent and text of every example, and what it is taken for when it is left out; empty for
    nothing.

    Which examples are left out together depends on their texts alone, so that what others were
    taken for before a change can be compared with what they are taken for after it.
    """
    labelled = [(intent, text) for intent, texts in wording.intents.items() for text in texts]
    count = PARTS if len(labelled) < MANY else 2
    parts = [crc32(text.encode("utf-8", "surrogatepass")) % count for _, text in labelled]
    names = list(wording.intents)
    numbers = {name: number for number, name in enumerate(names)}
    outside = [Example(len(names), text) for text in wording.outside]
    for part in sorted(set(parts)):
        others = [
            Example(numbers[intent], text)
            for (intent, text), of in zip(labelled, parts, strict=True)
            if of != part
        ]
        # Which is likeliest needs no trust, which costs as much again.
        model = Model.of(others + outside, len(names) + 1)
        for (intent, text), of in zip(labelled, parts, strict=True):
            if of == part:
                found = model.score([(text, 1.0)])
                best = names[int(found.scores[:-1].argmax())] if found.known else ""
                yield intent, text, best


def _rows(texts: Sequence[str]) -> Rows:
    """The texts as common words and pairs of words, the rare ones most."""
    features = [_features(text) for text in texts]
    counts = Counter(feature for each in features for feature in each)
    numbers = {feature: number for number, feature in enumerate(counts)}
    where = np.array([numbers[feature] for each in features for feature in each], np.int64)
    rarity = log(1 + len(texts)) - np.log(np.array(list(counts.values()), float))
    owner = np.repeat(np.arange(len(texts)), [len(each) for each in features])
    return Rows.of(where, rarity[where], owner, len(texts))


def _features(text: str) -> set[tuple[str, ...]]:
    words = tokens(text)
    return {*((word,) for word in words), *pairwise(words)}


def by_kind(findings: Sequence[Finding]) -> Mapping[str, list[Finding]]:
    """The findings by their kind."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.kind].append(finding)
    return groups
