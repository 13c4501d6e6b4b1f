"""A linear model over words, word pairs and pieces of words, fitted to examples in milliseconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.text import tokens
from intents.understood import Candidate

Floats = NDArray[np.floating]

RIDGE = 0.5
"""Regularisation: larger trusts single examples less."""
BLOCK = 32
"""Rows that are eliminated together."""
KINDS = {"w": 1.0, "p": 1.0, "c": 0.5}
"""Weights of a word, of two neighbouring words and of three or four letters of a word."""


class Matcher:
    """Ranks the intents of a text; ridge regression, one output an intent.

    n examples, f features, k intents. Confidence is calibrated on each example left out in
    turn, so it estimates how often an answer of this kind is right.
    """

    def __init__(self, examples: Sequence[tuple[str, str]], intents: Sequence[str]) -> None:
        """Learns from pairs of intent and text; use `fit`."""
        self._examples, self._intents = examples, intents
        counts = Counter(name for _, text in examples for name in set(_features(_words(text))))
        # A pair or a piece seen once cannot connect two sentences.
        counted = [(name, n) for name, n in counts.items() if n > 1 or name[0] == "w"]
        self._unseen = log(1 + len(examples))
        self._features = {
            name: (number, KINDS[name[0]] * (self._unseen - log(1 + n)))
            for number, (name, n) in enumerate(counted)
        }
        self._long_words = [name[2:] for name in self._features if name[0] == "w" and len(name) > 5]
        self._labels = np.array([intent for intent, _ in examples])
        self._vectors = self._vectors_of_examples()
        self._weights, self.left_out, targets = self._solve()
        """`left_out`: scores of each example had it not been there, n by k, as `fit` got them."""
        self._calibration = _calibrated(self.left_out, targets)

    @classmethod
    def fit(cls, examples: Mapping[str, Sequence[str]], outside: Sequence[str] = ()) -> Matcher:
        """Learns from examples by intent and from sentences that are `outside` of all of them."""
        labelled = [(intent, text) for intent, texts in examples.items() for text in texts]
        return cls(labelled + [("", text) for text in outside], list(examples))

    def rank(self, text: str) -> list[Candidate]:
        """All intents, the likeliest first, each with its example nearest to the text."""
        where, values = self._vector([self._corrected(word) for word in _words(text)])
        if not len(where) or not self._intents:
            return []
        scores = _weighted_sum(values, self._weights[where])
        likeness = _weighted_sum(values, self._vectors[where])
        slope, offset = self._calibration
        confidence = _logistic(slope * scores + offset)
        return [
            Candidate(
                self._intents[number],
                float(confidence[number]),
                self._nearest(self._intents[number], likeness),
            )
            for number in np.argsort(-scores, kind="stable")
        ]

    def rarity(self, word: str) -> float:
        """How telling a word is: about 1 for the commonest, 6 for one that is never used."""
        return self._features.get(f"w {word}", (0, self._unseen))[1]

    def _vectors_of_examples(self) -> Floats:
        """One column an example: f by n."""
        vectors = np.zeros((len(self._features), len(self._examples)), dtype=np.float32)
        for column, (_, text) in enumerate(self._examples):
            where, values = self._vector(_words(text))
            vectors[where, column] = values
        return vectors

    def _solve(self) -> tuple[Floats, Floats, Floats]:
        """The weights (f by k), and the scores of examples left out beside the true ones (n by k).

        What ridge regression would say of an example had it not been there is known exactly.
        """
        vectors = self._vectors
        targets = (self._labels[:, None] == np.array(self._intents)).astype(np.float32)
        ridge = RIDGE * np.eye(len(targets), dtype=np.float32)
        inverse = _inverse(vectors.T @ vectors + ridge)
        dual = inverse @ targets
        return vectors @ dual, targets - dual / np.diag(inverse)[:, None], targets

    def _corrected(self, word: str) -> str:
        """The word of the examples that was meant, where a word looks like a typing error."""
        if len(word) < 4 or f"w {word}" in self._features:
            return word
        limit = 1 if len(word) < 8 else 2
        best = process.extractOne(word, self._long_words, scorer=OSA.distance, score_cutoff=limit)
        return best[0] if best else word

    def _vector(self, words: Sequence[str]) -> tuple[NDArray[np.intp], Floats]:
        """Features of unit length, unseen words counting in the length only."""
        where: list[int] = []
        values: list[float] = []
        length = 0.0
        for name in dict.fromkeys(_features(words)):
            known = self._features.get(name)
            if known:
                where.append(known[0])
                values.append(known[1])
                length += known[1] ** 2
            elif name[0] == "w":
                length += self._unseen**2
        norm = sqrt(length) or 1.0
        return np.array(where, dtype=np.intp), np.array(values, dtype=np.float32) / np.float32(norm)

    def _nearest(self, intent: str, likeness: Floats) -> str:
        ours = np.where(self._labels == intent, likeness, -1.0)
        return self._examples[int(ours.argmax())][1]


def _words(text: str) -> list[str]:
    """Without figures, which never tell the intent."""
    return [token for token in tokens(text) if not token.lstrip("+")[:1].isdigit()]


def _features(words: Sequence[str]) -> Iterator[str]:
    """Words, pairs of words and pieces of words."""
    for word in words:
        yield f"w {word}"
        if len(word) > 1:
            padded = f" {word} "
            for size in (3, 4):
                for start in range(len(padded) - size + 1):
                    yield f"c {padded[start : start + size]}"
    for first, second in pairwise(words):
        yield f"p {first} {second}"


def _calibrated(scores: Floats, targets: Floats) -> Floats:
    """Slope and offset from the best score to the chance that it is right, by Newton's method."""
    best = scores.argmax(axis=1)
    rows = np.arange(len(scores))
    right = targets[rows, best]
    inputs = np.stack([scores[rows, best], np.ones(len(scores))], axis=1)
    beta = np.zeros(2)
    for _ in range(25):
        chance = _logistic(inputs @ beta)
        slope = inputs.T @ (right - chance) - 0.01 * beta
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + 0.01 * np.eye(2)
        beta += np.linalg.solve(bend, slope)
    return beta


def _weighted_sum(values: Floats, rows: Floats) -> Floats:
    """`values @ rows` without the threads of a matrix library, which cost more than they save."""
    return (values[:, None] * rows).sum(axis=0)


def _inverse(matrix: Floats) -> Floats:
    """The inverse of a positive definite matrix, by elimination in place, block by block.

    The threads of a matrix library wait for each other on a shared processor, most in its own
    inversion, which hands them thousands of small pieces; here they get a few large ones.
    """
    rest = matrix.copy()
    for start in range(0, len(rest), BLOCK):
        block = slice(start, start + BLOCK)
        pivot = np.linalg.inv(rest[block, block])
        column = rest[:, block].copy()
        row = pivot @ rest[block]
        rest -= column @ row
        rest[block] = row
        rest[:, block] = -column @ pivot
        rest[block, block] = pivot
    return rest


def _logistic(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -30, 30))))
