"""A fitted model: how texts score for each intent, by the features that they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.matching import meaning as meanings
from intents.matching.correcting import Corrector
from intents.matching.encoding import Encoder
from intents.matching.features import features, words
from intents.matching.fitting import fitted
from intents.matching.meaning import Landmarks, Meaning
from intents.matching.remembering import Remembered, vectors
from intents.matching.rows import Rows
from intents.matching.vocabulary import Vector, Vocabulary

Floats = NDArray[np.floating]
Whole = NDArray[np.integer]


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
    readings: Sequence[tuple[np.float32, Vector]]
    """What it may be, each with its share."""


@dataclass(frozen=True)
class Model:
    """n examples, in the order in which they were given, f features and k labels."""

    vocabulary: Vocabulary
    examples: Rows
    weights: Floats
    """f by k: what a feature says for each label. Half precision: it is most of the memory."""
    corrector: Corrector
    meaning: Meaning | None = None
    """What texts mean, where there is an encoder."""

    @classmethod
    def of(
        cls,
        examples: Sequence[Example],
        labels: int,
        encoder: Encoder | None = None,
        cache: Path | None = None,
    ) -> Model:
        """Fits examples to so many labels. encoder: where what they mean counts too. cache: a
        folder where it is kept what they mean."""
        known = [one.label for one in examples]
        vocabulary, rows = Vocabulary.of([one.features for one in examples], known)
        targets = np.zeros((len(examples), labels), np.float32)
        targets[np.arange(len(examples)), known] = 1
        count, meaning = len(vocabulary.weights), None
        if encoder and examples:
            meant = vectors(encoder, [one.text for one in examples], cache)
            seen = Landmarks.of(meant)
            texts = seen.see(rows, meant)
            count += len(seen.vectors)
            weights = fitted(texts, targets, count, meanings.SCALE, meanings.RIDGE)
            weights, meaning = seen.split(weights, texts.share, encoder)
        else:
            weights = fitted(rows, targets, count)
        return cls.with_parts(vocabulary, rows, weights.astype(np.float16), meaning)

    @classmethod
    def with_parts(
        cls, vocabulary: Vocabulary, examples: Rows, weights: Floats, meaning: Meaning | None = None
    ) -> Model:
        """What was fitted before."""
        return cls(vocabulary, examples, weights, Corrector(vocabulary.words()), meaning)

    def meaning_by(self, encoder: Remembered) -> Model:
        """The same with what texts mean told by another, which answers alike."""
        meaning = self.meaning and replace(self.meaning, encoder=encoder)
        return replace(self, meaning=meaning)

    def score(self, hypotheses: Sequence[tuple[str, float]], typed: bool = True) -> Scored:
        """What may have been said, each with its share of the probability, as one text.

        What was `typed` is the mean of the text as it stands and as it was probably meant.
        """
        total = sum(share for _, share in hypotheses)
        readings: list[tuple[np.float32, Vector]] = []
        scores, known = np.zeros(self.weights.shape[1], np.float32), 0.0
        for text, share in hypotheses:
            written = words(text)
            meant = self.corrector.corrected(written) if typed else written
            versions = [written] if meant == written else [written, meant]
            for version in versions:
                vector = self.vocabulary.vector(features(version))
                part = np.float32(share / total / len(versions))
                scores += (part * vector.values) @ self.weights[vector.where].astype(np.float32)
                known += vector.known * float(part)
                readings.append((part, vector))
            if self.meaning and written:
                plain = self.meaning.plain(text, written, meant)
                scores += np.float32(share / total) * self.meaning.score(plain)
        return Scored(scores, known, readings)

    def nearest(self, scored: Scored, groups: Iterable[Sequence[int]]) -> list[int | None]:
        """By group, its first example and the one after its last, the number of the example that is
        most like a text; None where the group is empty."""
        text = np.zeros(len(self.weights), np.float32)
        for part, vector in scored.readings:
            text[vector.where] += part * vector.values
        return [
            self.examples.nearest(text, first, end) if end > first else None
            for first, end in groups
        ]

    def says(self, words: Sequence[str], labels: Sequence[int]) -> Floats:
        """How much words speak for some labels: one row a word."""
        get = self.vocabulary.numbers.get
        numbers = np.array([get(f"w {word}", -1) for word in words], np.int64)
        said = self.weights[numbers[:, None], np.asarray(labels)].astype(np.float32)
        return np.where(numbers[:, None] >= 0, said, np.float32(0))
