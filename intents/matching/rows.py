"""Texts as rows of a matrix that is nearly empty: of each, its features and their values alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Whole = NDArray[np.integer]


@dataclass(frozen=True)
class Rows:
    """n texts by f features: text i holds features where[starts[i]:starts[i+1]], each with the
    value at the same place."""

    starts: Whole
    where: Whole
    values: Floats

    @classmethod
    def of(cls, where: Whole, values: Floats, owner: Whole, texts: int) -> Rows:
        """Of the features of all texts one after the other, their values and whose they are: each
        text is brought to unit length."""
        lengths = np.sqrt(np.bincount(owner, values**2, texts))
        starts = np.zeros(texts + 1, np.int64)
        np.cumsum(np.bincount(owner, minlength=texts), out=starts[1:])
        unit = values / np.where(lengths, lengths, 1).astype(np.float32)[owner]
        return cls(starts, where.astype(np.int32), unit.astype(np.float32))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, number: int) -> tuple[Whole, Floats]:
        """The features of a text, and their values."""
        here = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return self.where[here], self.values[here]

    def every(self, step: int, first: int) -> Rows:
        """Each text that is so many after the one before, from the first of them."""
        numbers = range(first, len(self), step)
        rows = [self.row(number) for number in numbers]
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(where) for where, _ in rows], out=starts[1:])
        where, values = zip(*rows, strict=True)
        return Rows(starts, np.concatenate(where), np.concatenate(values))

    def whole(self, features: int) -> bool:
        """Whether no place in it points outside of it, or beyond so many features."""
        return (
            self.starts.ndim == 1
            and len(self.starts) > 0
            and self.where.shape == self.values.shape == (int(self.starts[-1]),)
            and int(self.starts[0]) == 0
            and bool((np.diff(self.starts) >= 0).all())
            and bool(((self.where >= 0) & (self.where < features)).all())
        )

    def times(self, weights: Floats) -> Floats:
        """n by k: the product with weights, f by k."""
        out = np.zeros((len(self), weights.shape[1]), np.float32)
        for number in range(len(self)):
            where, values = self.row(number)
            out[number] = values @ weights[where]
        return out

    def add(self, changes: Floats, weights: Floats) -> None:
        """Adds to weights, f by k, the features of every text times its changes, n by k."""
        for number in range(len(self)):
            where, values = self.row(number)
            weights[where] += values[:, None] * changes[number]

    def likeness(self) -> Floats:
        """n by n: the inner products of the texts."""
        found = np.zeros((len(self), len(self)), np.float32)
        for number, row in enumerate(self.alike()):
            found[number] = row
        return found

    def alike(self) -> Iterator[Floats]:
        """Text by text, its inner products with all of them."""
        order = np.argsort(self.where, kind="stable")
        features, places = np.unique(self.where, return_inverse=True)
        texts = np.repeat(np.arange(len(self)), np.diff(self.starts))[order]
        held = self.values[order]
        begins = np.zeros(len(features) + 1, np.int64)
        np.cumsum(np.bincount(places, minlength=len(features)), out=begins[1:])
        often = np.diff(begins)
        for number in range(len(self)):
            here = slice(int(self.starts[number]), int(self.starts[number + 1]))
            lengths = often[places[here]]
            ends = np.cumsum(lengths)
            total = int(ends[-1]) if len(ends) else 0
            # Where each feature of the text is among those of all texts, one after the other.
            at = np.repeat(begins[places[here]] - ends + lengths, lengths) + np.arange(total)
            products = held[at] * np.repeat(self.values[here], lengths)
            yield np.bincount(texts[at], products, len(self)).astype(np.float32)

    def nearest(self, text: Floats, first: int, end: int) -> int:
        """Which of the texts from the first up to the end, at least one, is most like a text of
        f values."""
        starts = self.starts[first : end + 1]
        here = slice(int(starts[0]), int(starts[-1]))
        sums = np.zeros(here.stop - here.start + 1, np.float32)
        np.cumsum(text[self.where[here]] * self.values[here], out=sums[1:])
        at = sums[starts - here.start]
        return first + int((at[1:] - at[:-1]).argmax())
