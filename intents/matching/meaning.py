"""What a text means beside the words that it holds: how near it is to examples, as an encoder
sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.matching.encoding import Encoder
from intents.matching.remembering import Remembered
from intents.matching.rows import Rows

Floats = NDArray[np.floating]

SHARE = 0.7
"""Of a likeness that is how near two texts are in meaning; the rest is the features they share …"""
SHARE_OF_MANY = 0.4
"""… and where there are more examples than landmarks, as most words are known then."""
NARROW = 2.0
"""How quickly nearness falls with the cosine: a text says more about what is close to it."""
SCALE = 30.0
"""As `fitting.SCALE`, where there is meaning …"""
RIDGE = 1.0
"""… and as `fitting.RIDGE`."""
LANDMARKS = 2000
"""Examples by which meaning is measured, from all over all of them."""
_LEAST = 1e-4  # keeps two landmarks of the same meaning apart


@dataclass(frozen=True)
class Meaning:
    """m landmarks, of which each says something for k labels."""

    encoder: Encoder | Remembered
    landmarks: Floats
    """m by 384, half precision."""
    weights: Floats
    """m by k."""

    def score(self, text: str) -> Floats:
        """k: how much the meaning of a text speaks for each label."""
        near = nearness(self.landmarks.astype(np.float32), self.encoder.vector(text))
        return np.asarray(near @ self.weights)

    def plain(self, text: str, written: Sequence[str], meant: Sequence[str]) -> str:
        """The text to be encoded, of its words as they were written and were probably meant: words
        that the encoder knows stay, as it knows more than the examples hold."""
        words = [
            one if one in self.encoder.words else other
            for one, other in zip(written, meant, strict=True)
        ]
        return text if words == list(written) else " ".join(words)


@dataclass(frozen=True)
class Meant:
    """n texts by f features and m landmarks, as `fitting` takes them: of `Rows`, and of how near
    each text is to the landmarks."""

    features: Rows
    near: Floats
    """n by m: texts whose inner products are their nearness."""
    share: float
    """As `SHARE`."""

    def __len__(self) -> int:
        return len(self.features)

    def every(self, step: int, first: int) -> Meant:
        """As `Rows.every`."""
        return Meant(self.features.every(step, first), self.near[first::step], self.share)

    def likeness(self) -> Floats:
        """As `Rows.likeness`: part what the texts hold, part what they mean."""
        alike = (1 - self.share) * self.features.likeness()
        return np.asarray(alike + self.share * (self.near @ self.near.T))

    def times(self, weights: Floats) -> Floats:
        """As `Rows.times`, f + m by k."""
        held, meant = self._parts(weights)
        return np.asarray(
            _root(1 - self.share) * self.features.times(held)
            + _root(self.share) * (self.near @ meant)
        )

    def add(self, changes: Floats, weights: Floats) -> None:
        """As `Rows.add`, f + m by k."""
        held, meant = self._parts(weights)
        self.features.add(_root(1 - self.share) * changes, held)
        meant += _root(self.share) * (self.near.T @ changes)

    def _parts(self, weights: Floats) -> tuple[Floats, Floats]:
        count = self.near.shape[1]
        return weights[:-count], weights[-count:]


@dataclass(frozen=True)
class Landmarks:
    """Some of n vectors, and how all of them are seen from there (Williams and Seeger, 2001, "Using
    the Nyström method"): exactly where there are no more texts than landmarks."""

    vectors: Floats
    factor: Floats
    """m by m: inverse of the Cholesky factor of the landmarks' own nearness."""

    @classmethod
    def of(cls, vectors: Floats) -> Landmarks:
        """Every so many of n vectors, at least one."""
        step = -(-len(vectors) // LANDMARKS)
        chosen = vectors[::step]
        near = nearness(chosen, chosen)
        near[np.diag_indices(len(near))] += np.float32(_LEAST)
        return cls(chosen, np.linalg.inv(np.linalg.cholesky(near)))

    def see(self, features: Rows, vectors: Floats) -> Meant:
        """Texts as what they hold, and as vectors."""
        near = np.asarray(nearness(vectors, self.vectors) @ self.factor.T)
        return Meant(features, near, SHARE if len(vectors) <= LANDMARKS else SHARE_OF_MANY)

    def split(self, weights: Floats, share: float, encoder: Encoder) -> tuple[Floats, Meaning]:
        """Of what was fitted to `Meant`, f + m by k, what features say, and what meaning says."""
        count = len(self.vectors)
        meant = self.factor.T @ (_root(share) * weights[-count:])
        meaning = Meaning(encoder, self.vectors.astype(np.float16), meant.astype(np.float32))
        return _root(1 - share) * weights[:-count], meaning


def nearness(some: Floats, others: Floats) -> Floats:
    """n by m, or n for a single other: 1 for the same meaning, and less the further two vectors of
    unit length lie apart."""
    return np.asarray(np.exp(np.float32(NARROW) * (some @ others.T - np.float32(1))))


def _root(share: float) -> np.float32:
    return np.float32(share**0.5)
