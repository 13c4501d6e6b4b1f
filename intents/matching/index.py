"""Examples by the features that they hold: a text is compared only where it can be alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.matching.vocabulary import Vector

Floats = NDArray[np.floating]
Whole = NDArray[np.integer]


@dataclass(frozen=True)
class Index:
    """The examples that hold feature i, and its weights in them, are at starts[i]:starts[i+1]."""

    starts: Whole
    rows: Whole
    values: Floats
    size: int
    """How many examples there are."""

    @classmethod
    def of(cls, vectors: Sequence[Vector], features: int) -> Index:
        """Of examples as vectors with so many features between them."""
        where = np.concatenate([vector.where for vector in vectors] or [np.zeros(0, np.intp)])
        rows = np.repeat(np.arange(len(vectors)), [len(vector.where) for vector in vectors])
        values = np.concatenate([vector.values for vector in vectors] or [np.zeros(0, np.float32)])
        order = np.argsort(where, kind="stable")
        starts = np.zeros(features + 1, np.int32)
        np.cumsum(np.bincount(where, minlength=features), out=starts[1:])
        return cls(starts, rows[order].astype(np.int32), values[order], len(vectors))

    def whole(self, features: int) -> bool:
        """Whether no place in it points outside of it."""
        return (
            self.starts.shape == (features + 1,)
            and self.rows.shape == self.values.shape == (int(self.starts[-1]),)
            and int(self.starts[0]) == 0
            and bool((np.diff(self.starts) >= 0).all())
            and bool(((self.rows >= 0) & (self.rows < self.size)).all())
        )

    def holding(self, feature: int) -> tuple[Whole, Floats]:
        """The examples that hold a feature, and its weights in them."""
        here = slice(int(self.starts[feature]), int(self.starts[feature + 1]))
        return self.rows[here], self.values[here]

    def likeness(self, vector: Vector) -> Floats:
        """The inner product of a text with every example; neither is brought to unit length."""
        starts = self.starts[vector.where]
        lengths = self.starts[vector.where + 1] - starts
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        at = np.repeat(starts - ends + lengths, lengths) + np.arange(total)
        products = self.values[at] * np.repeat(vector.values, lengths)
        return np.bincount(self.rows[at], products, self.size).astype(np.float32)
