"""The features that examples hold, how telling each is, and texts as vectors of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from intents.matching.features import KINDS

Floats = NDArray[np.floating]
Whole = NDArray[np.integer]

FLATTEN = 0.4
"""Power of rarity among examples and among intents, each: less than half trusts common words."""
UNSEEN = 1.2
"""How much more a word that no example holds weighs than the rarest that one does."""


@dataclass(frozen=True)
class Vector:
    """The features of a text that examples hold; `length` also counts words that none holds."""

    where: Whole
    values: Floats
    length: float

    @property
    def known(self) -> float:
        """The share of the text that examples hold, 0 to 1."""
        return float(np.sqrt(self.values @ self.values)) / self.length if self.length else 0.0


@dataclass(frozen=True)
class Vocabulary:
    """f features: their numbers by name, the weight of each, and how many examples hold it."""

    numbers: Mapping[str, int]
    weights: Floats
    counts: Whole
    unseen: float
    """The weight of a word that no example holds."""
    examples: int

    @classmethod
    def of(cls, texts: Sequence[Counter[str]], labels: Sequence[int]) -> Vocabulary:
        """Of examples as features, each with the number of its intent.

        A feature is telling that few examples and few intents hold: a word that all examples
        of one intent share is common, and yet it tells the intent.
        """
        examples: Counter[str] = Counter()
        pairs: set[tuple[str, int]] = set()
        for text, label in zip(texts, labels, strict=True):
            examples.update(text.keys())
            pairs.update((name, label) for name in text)
        intents = Counter(name for name, _ in pairs)
        rarest = log(1 + len(texts)), log(1 + len(set(labels)))
        weights = [
            KINDS[name[0]] * _weight(rarest[0] - log(1 + n), rarest[1] - log(intents[name]))
            for name, n in examples.items()
        ]
        return cls(
            {name: number for number, name in enumerate(examples)},
            np.array(weights, np.float32),
            np.array(list(examples.values()), np.int32),
            UNSEEN * KINDS["w"] * _weight(*rarest),
            len(texts),
        )

    def words(self) -> list[str]:
        """Those that examples hold, the commonest first."""
        held = [name for name in self.numbers if name[0] == "w"]
        return [
            name[2:] for name in sorted(held, key=lambda name: -self.counts[self.numbers[name]])
        ]

    def vector(self, features: Mapping[str, int]) -> Vector:
        """A text as features and how often it holds each."""
        where: list[int] = []
        often: list[int] = []
        missing = 0.0
        for name, n in features.items():
            number = self.numbers.get(name)
            if number is not None:
                where.append(number)
                often.append(n)
            elif name[0] == "w":
                missing += self.unseen**2
        places = np.array(where, np.intp)
        values = self.weights[places] * (1 + np.log(np.array(often, np.float32)))
        return Vector(places, values, sqrt(float(values @ values) + missing))

    def rarity(self, word: str) -> float:
        """How telling a word is: about 1 for the commonest, 6 for one that is never used."""
        number = self.numbers.get(f"w {word}")
        known = 0 if number is None else int(self.counts[number])
        return log(1 + self.examples) - log(1 + known)


def _weight(among_examples: float, among_intents: float) -> float:
    return ((among_examples + 0.3) * (among_intents + 0.1)) ** FLATTEN
