"""The features that examples hold, how telling each is, and texts as vectors of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from intents.matching.features import KINDS
from intents.matching.rows import Rows

Floats = NDArray[np.floating]
Whole = NDArray[np.integer]

FLATTEN = 0.4
"""Power of rarity among examples and among intents, each: less than half trusts common words."""
UNSEEN = 1.2
"""How much more a word that no example holds weighs than the rarest that one does."""
SHARED = "h"
"""The kind of feature that at least two examples must hold: most that one alone does are of it."""


@dataclass(frozen=True)
class Vector:
    """The features of a text that examples hold, to unit length."""

    where: Whole
    values: Floats
    known: float
    """The share of the text that examples hold, 0 to 1."""


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
    def of(cls, texts: Sequence[Counter[str]], labels: Sequence[int]) -> tuple[Vocabulary, Rows]:
        """Of examples as features, each with the number of its intent; and the examples as rows.

        A feature is telling that few examples and few intents hold: a word that all examples
        of one intent share is common, and yet it tells the intent.
        """
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        where = [numbers[name] for text in texts for name in text]
        places = np.array(where, np.int64)
        often = np.array([n for text in texts for n in text.values()], np.float32)
        owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        counts = np.bincount(places, minlength=len(numbers))
        kept = np.array([name[0] != SHARED for name in numbers], bool) | (counts > 1)
        here = kept[places]
        places, often, owner = (np.cumsum(kept) - 1)[places[here]], often[here], owner[here]
        names = [name for name, keep in zip(numbers, kept.tolist(), strict=True) if keep]
        counts = counts[kept]

        pairs = np.unique(places * (1 + max(labels, default=0)) + np.array(labels, int)[owner])
        intents = np.bincount(pairs // (1 + max(labels, default=0)), minlength=len(names))
        rarest = log(1 + len(texts)), log(1 + len(set(labels)))
        weights = _weight(rarest[0] - np.log(1 + counts), rarest[1] - np.log(intents))
        weights *= np.array([KINDS[name[0]] for name in names])
        vocabulary = cls(
            {name: number for number, name in enumerate(names)},
            weights.astype(np.float32),
            counts.astype(np.int32),
            UNSEEN * KINDS["w"] * float(_weight(np.array(rarest[0]), np.array(rarest[1]))),
            len(texts),
        )
        values = vocabulary.weights[places] * (1 + np.log(often))
        return vocabulary, Rows.of(places, values, owner, len(texts))

    def words(self) -> list[str]:
        """Those that examples hold, the commonest first."""
        held = [name for name in self.numbers if name[0] == "w"]
        return [
            name[2:] for name in sorted(held, key=lambda name: -self.counts[self.numbers[name]])
        ]

    def vector(self, features: Mapping[str, int]) -> Vector:
        """A text as features and how often it holds each."""
        get = self.numbers.get
        numbers = np.array([get(name, -1) for name in features], np.int64)
        held = numbers >= 0
        where = numbers[held]
        often = np.array(list(features.values()), np.float32)[held]
        values = self.weights[where] * (1 + np.log(often))
        length = sqrt(float(values @ values))
        if not length:
            return Vector(where, values, 0.0)
        missing = 0
        if len(where) < len(features):
            missing = sum(name[0] == "w" and name not in self.numbers for name in features)
        whole = sqrt(length**2 + missing * self.unseen**2)
        return Vector(where, values / np.float32(length), length / whole)

    def rarity(self, word: str) -> float:
        """How telling a word is: about 1 for the commonest, 6 for one that is never used."""
        number = self.numbers.get(f"w {word}")
        known = 0 if number is None else int(self.counts[number])
        return log(1 + self.examples) - log(1 + known)


def _weight(among_examples: Floats, among_intents: Floats) -> Floats:
    return np.asarray(((among_examples + 0.3) * (among_intents + 0.1)) ** FLATTEN)
