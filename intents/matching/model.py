"""A fitted model: how texts score for each intent, by their likeness to examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from intents.matching.correcting import Corrector
from intents.matching.features import features, words
from intents.matching.fitting import fitted
from intents.matching.index import Index
from intents.matching.vocabulary import Vector, Vocabulary

Floats = NDArray[np.floating]
Whole = NDArray[np.integer]

MOST = 6000
"""Examples up to which texts are compared with every one of them …"""
CENTRES = 2500
"""… and with how many of more: the time to fit grows with the cube of their number."""


@dataclass(frozen=True)
class Example:
    """A text and the number of its intent."""

    label: int
    text: str
    said: str = ""
    """The example that was said, where `text` is only what was heard of it."""

    @cached_property
    def features(self) -> Counter[str]:
        """What the text holds, and how often."""
        return features(words(self.text))


@dataclass(frozen=True)
class Scored:
    """A text as the model sees it."""

    scores: Floats
    """k: one for each label."""
    known: float
    """The share of the text that the examples hold, 0 to 1."""
    likeness: Floats
    """m: to each centre, 0 to 1."""


@dataclass(frozen=True)
class Model:
    """m centres, which are examples, and k labels."""

    vocabulary: Vocabulary
    index: Index
    dual: Floats
    """m by k: what likeness to a centre says for each label."""
    corrector: Corrector

    @classmethod
    def of(cls, examples: Sequence[Example], labels: int) -> Model:
        """Fits the examples, of which all or the first `CENTRES` are centres, to so many labels."""
        centres = examples if len(examples) <= MOST else examples[:CENTRES]
        vocabulary = Vocabulary.of(
            [one.features for one in examples], [one.label for one in examples]
        )
        vectors = [vocabulary.vector(one.features) for one in examples]
        index = Index.of(
            [_of_unit_length(one) for one in vectors[: len(centres)]], len(vocabulary.weights)
        )
        likeness = np.zeros((len(vectors), index.size), np.float32)
        for row, vector in enumerate(vectors):
            likeness[row] = index.likeness(_of_unit_length(vector))
        targets = np.zeros((len(examples), labels), np.float32)
        targets[np.arange(len(examples)), [example.label for example in examples]] = 1
        return cls.with_parts(vocabulary, index, fitted(likeness, targets))

    @classmethod
    def with_parts(cls, vocabulary: Vocabulary, index: Index, dual: Floats) -> Model:
        """What was fitted before."""
        return cls(vocabulary, index, dual, Corrector(vocabulary.words()))

    def score(self, hypotheses: Sequence[tuple[str, float]], typed: bool = True) -> Scored:
        """What may have been said, each with its share of the probability, as one text.

        What was `typed` is the mean of the text as it stands and as it was probably meant.
        """
        total = sum(share for _, share in hypotheses)
        likeness, known = np.zeros(self.index.size, np.float32), 0.0
        for text, share in hypotheses:
            written = words(text)
            meant = self.corrector.corrected(written) if typed else written
            versions = [written] if meant == written else [written, meant]
            for version in versions:
                vector = self.vocabulary.vector(features(version))
                part = np.float32(share / total / len(versions))
                likeness += part * self.index.likeness(_of_unit_length(vector))
                known += vector.known * float(part)
        return Scored(likeness @ self.dual, known, likeness)

    def says(self, word: str, labels: Sequence[int]) -> list[float]:
        """How much a word speaks for each of some labels."""
        number = self.vocabulary.numbers.get(f"w {word}")
        if number is None:
            return [0.0] * len(labels)
        rows, values = self.index.holding(number)
        return list((values @ self.dual[rows[:, None], np.asarray(labels)]).tolist())


def _of_unit_length(vector: Vector) -> Vector:
    return Vector(vector.where, vector.values / np.float32(vector.length or 1.0), 1.0)
