"""A linear model over words, word pairs and pieces of words, fitted to examples in milliseconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from intents.text import tokens
from intents.understood import Candidate

Floats = NDArray[np.floating]

RIDGE = 0.3
"""Regularisation: larger trusts single examples less."""
WORD, PAIR, PIECE = 1.0, 1.0, 0.5
"""Weights of a word, of two neighbouring words and of three or four letters of a word."""


class Matcher:
    """Ranks the intents of a text; ridge regression, one output an intent.

    n examples, f features, k intents. Confidence is calibrated on each example left out in
    turn, so it estimates how often an answer of this kind is right.
    """

    def __init__(
        self,
        features: Mapping[str, int],
        rarity: Floats,
        examples: Sequence[tuple[str, str]],
        intents: Sequence[str],
    ) -> None:
        """Use `fit`."""
        self._features = features
        self._rarity = rarity  # (f + 1,): the last is of features never seen
        self._examples = examples
        self._intents = intents
        self._vectors: Floats  # (f, n)
        self._weights: Floats  # (f, k)
        self._calibration: Floats  # (3,): of the score, its lead, and 1

    @classmethod
    def fit(cls, examples: Mapping[str, Sequence[str]], outside: Sequence[str] = ()) -> Matcher:
        """Learns from examples by intent and from sentences that are `outside` of all of them."""
        labelled = [(intent, text) for intent, texts in examples.items() for text in texts]
        labelled += [("", text) for text in outside]
        found = [Counter(dict(_features(text))) for _, text in labelled]
        frequency = Counter(name for features in found for name in features)
        numbers = {name: number for number, name in enumerate(frequency)}
        seen = np.array([*frequency.values(), 0], dtype=float)
        rarity = np.log((1 + len(labelled)) / (1 + seen))
        self = cls(numbers, rarity, labelled, list(examples))
        self._solve()
        return self

    def rank(self, text: str) -> list[Candidate]:
        """All intents, the likeliest first, each with its example nearest to the text."""
        where, values = self._vector(text)
        if not len(where) or not self._intents:
            return []
        scores = _weighted_sum(values, self._weights[where])
        likeness = _weighted_sum(values, self._vectors[where])
        confidence = self._confidence(scores)
        nearest = [self._nearest(intent, likeness) for intent in self._intents]
        ranked = sorted(zip(self._intents, confidence, nearest, strict=True), key=lambda c: -c[1])
        return [Candidate(intent, float(sure), example) for intent, sure, example in ranked]

    def rarity(self, word: str) -> float:
        """How telling a word is: about 1 for the commonest, 5 for one that is never used."""
        return float(self._rarity[self._features.get(f"w {word}", -1)])

    def _solve(self) -> None:
        vectors = np.zeros((len(self._features), len(self._examples)), dtype=np.float32)
        for column, (_, text) in enumerate(self._examples):
            where, values = self._vector(text)
            vectors[where, column] = values
        labels = np.array([intent for intent, _ in self._examples])
        targets = (labels[:, None] == np.array(self._intents)[None, :]).astype(float)
        likeness = (vectors.T @ vectors).astype(np.float64)
        inverse = _inverse(likeness + RIDGE * np.eye(len(labels)))
        dual = inverse @ targets
        self._vectors = vectors
        self._weights = (vectors @ dual).astype(np.float32)
        self._members = {intent: np.flatnonzero(labels == intent) for intent in self._intents}
        # What the model would say of each example had it not been there (exact for ridge).
        left_out = targets - dual / np.diag(inverse)[:, None]
        self._calibrate(left_out, targets)

    def _calibrate(self, scores: Floats, targets: Floats) -> None:
        """Logistic regression from the score and its lead to being right, by Newton's method."""
        best = scores.argmax(axis=1)
        rows = np.arange(len(scores))
        right = targets[rows, best]
        inputs = np.stack([scores, _leads(scores), np.ones_like(scores)], axis=2)[rows, best]
        beta = np.zeros(3)
        for _ in range(25):
            chance = _logistic(inputs @ beta)
            slope = inputs.T @ (right - chance) - 0.01 * beta
            bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + 0.01 * np.eye(3)
            beta += np.linalg.solve(bend, slope)
        self._calibration = beta

    def _confidence(self, scores: Floats) -> Floats:
        inputs = np.stack([scores, _leads(scores[None, :])[0], np.ones_like(scores)], axis=1)
        return _logistic(inputs @ self._calibration)

    def _vector(self, text: str) -> tuple[NDArray[np.intp], Floats]:
        """Features of unit length, unseen words counting in the length only."""
        where: list[int] = []
        values: list[float] = []
        length = 0.0
        for name, value in dict(_features(text)).items():
            number = self._features.get(name)
            weighted = value * float(self._rarity[-1 if number is None else number])
            if number is not None:
                where.append(number)
                values.append(weighted)
            # An unseen pair or piece says no more than its unseen word does.
            if number is not None or name[0] == "w":
                length += weighted**2
        norm = length**0.5 or 1.0
        return np.array(where, dtype=np.intp), np.array(values, dtype=np.float32) / np.float32(norm)

    def _nearest(self, intent: str, likeness: Floats) -> str:
        members = self._members[intent]
        if not len(members):
            return ""
        return self._examples[members[likeness[members].argmax()]][1]


def _features(text: str) -> Iterator[tuple[str, float]]:
    """Named features with their weights; figures are left out, as they never tell the intent."""
    words = [token for token in tokens(text) if not token.lstrip("+")[:1].isdigit()]
    for word in words:
        yield f"w {word}", WORD
        if len(word) > 1:
            padded = f" {word} "
            for size in (3, 4):
                for start in range(len(padded) - size + 1):
                    yield f"c {padded[start : start + size]}", PIECE
    for first, second in pairwise(words):
        yield f"p {first} {second}", PAIR


def _weighted_sum(values: Floats, rows: Floats) -> Floats:
    """`values @ rows` without the threads of a matrix library, which cost more than they save."""
    return (values[:, None] * rows).sum(axis=0)


def _inverse(matrix: Floats) -> Floats:
    """The inverse of a positive definite matrix, by elimination in place (pivots are safe).

    For a few hundred rows this is faster than a matrix library whose threads wait for each
    other on a shared processor: 45 against 170 ms was measured.
    """
    rest = matrix.copy()
    for pivot in range(len(rest)):
        column = rest[:, pivot].copy()
        row = rest[pivot] / column[pivot]
        rest -= np.multiply.outer(column, row)
        rest[pivot] = row
        rest[:, pivot] = -column / column[pivot]
        rest[pivot, pivot] = 1 / column[pivot]
    return rest


def _leads(scores: Floats) -> Floats:
    """By how much each score is above the best of the others in its row."""
    ordered = np.sort(scores, axis=1)
    best = ordered[:, -1:]
    second = ordered[:, -2:-1] if scores.shape[1] > 1 else np.zeros_like(best)
    return np.where(scores == best, scores - second, scores - best)


def _logistic(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -30, 30))))
