"""Which topic a question is about: a linear model over words and ideas, fitted in a second.

The features are those of the matcher of intents, with one more kind, the ideas of
`data/alike.yaml`: topics are more than intents, nearer to each other, and asked about in more words
than anybody lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benefits.ideas import WEIGHTS, Feature, Ideas

Floats = NDArray[np.floating]

RIDGE = 0.5
"""Regularisation: larger trusts single phrasings less."""


class Ranked(NamedTuple):
    """A topic and how sure it is, 0 to 1."""

    topic: str
    confidence: float


class Space:
    """The f features that questions may have in common, by how much each tells."""

    def __init__(self, rarity: Mapping[Feature, float], unseen: float) -> None:
        """rarity: the weight of each feature. unseen: that of a word that is none."""
        self.rarity, self.unseen = dict(rarity), unseen
        self._rows = {feature: row for row, feature in enumerate(self.rarity)}

    @classmethod
    def of(cls, found: Sequence[Mapping[Feature, None]]) -> Space:
        """Of what each of some phrasings holds."""
        counts = Counter(feature for each in found for feature in each)
        # A pair or a piece seen once cannot connect two questions.
        counted = [(one, n) for one, n in counts.items() if n > 1 or one[0] == "word"]
        unseen = log(1 + len(found))
        return cls({one: WEIGHTS[one[0]] * (unseen - log(1 + n)) for one, n in counted}, unseen)

    def vector(self, features: Mapping[Feature, None]) -> tuple[NDArray[np.intp], Floats]:
        """Which features, and their values: of unit length, unseen words counting in the length
        only."""
        known = [one for one in features if one in self.rarity]
        unseen = sum(one[0] == "word" and one not in self.rarity for one in features)
        values = [self.rarity[one] for one in known]
        length = sqrt(sum(value**2 for value in values) + unseen * self.unseen**2) or 1.0
        where = np.array([self._rows[one] for one in known], dtype=np.intp)
        return where, np.array([value / length for value in values], dtype=np.float32)


class Ranking:
    """The known questions of one language: n phrasings, f features, k topics."""

    def __init__(
        self,
        topics: Sequence[str],
        ideas: Ideas,
        space: Space,
        weights: Floats,
        calibration: Floats,
    ) -> None:
        """weights: f by k. calibration: what each part of the evidence for the best topic counts,
        3 numbers."""
        self.topics, self.ideas, self.space = list(topics), ideas, space
        self.weights, self.calibration = weights, calibration

    @classmethod
    def fit(
        cls, topics: Mapping[str, Sequence[str]], outside: Sequence[str], ideas: Ideas
    ) -> Ranking:
        """topics: the phrasings of each topic, two topics at least. outside: questions of none."""
        labelled = [(topic, text) for topic, texts in topics.items() for text in texts]
        labelled += [("", text) for text in outside]
        found = [dict.fromkeys(ideas.features(text)) for _, text in labelled]
        space = Space.of(found)
        vectors = np.zeros((len(found), len(space.rarity)), dtype=np.float32)
        for row, features in enumerate(found):
            where, values = space.vector(features)
            vectors[row, where] = values
        labels = np.array([topic for topic, _ in labelled])
        return cls(list(topics), ideas, space, *_fitted(vectors, labels, list(topics)))

    def rank(self, question: str, among: Collection[str] | None = None) -> list[Ranked]:
        """The topics, the likeliest first; none for a question without a known word.

        among: the only topics that come into question, two at least. Only the first one's
        confidence is a chance to be right; the others share what it leaves.
        """
        where, values = self.space.vector(dict.fromkeys(self.ideas.features(question)))
        if not len(where):
            return []
        topics = [n for n, topic in enumerate(self.topics) if among is None or topic in among]
        scores = (values[:, None] * self.weights[where][:, topics]).sum(axis=0)
        order = np.argsort(-scores, kind="stable")
        first = _chance(_evidence(scores[None]) @ self.calibration)[0]
        parts = np.exp(5 * (scores[order[1:]] - scores[order[0]]))
        rest = (1 - first) * parts / (parts.sum() + 1)
        confidences = [first, *np.minimum(rest, first)]
        return [
            Ranked(self.topics[topics[number]], float(confidence))
            for number, confidence in zip(order, confidences, strict=True)
        ]


def _fitted(
    vectors: Floats, labels: NDArray[np.str_], topics: Sequence[str]
) -> tuple[Floats, Floats]:
    """Of phrasings, n by f, and the topic of each, the weights (f by k), and what turns scores into
    confidence.

    The latter is fitted to what would be said of each phrasing had it not been there, which ridge
    regression tells exactly.
    """
    targets = (labels[:, None] == np.array(topics)).astype(np.float32)
    ridge = RIDGE * np.eye(len(vectors), dtype=np.float32)
    inverse = np.linalg.inv(vectors @ vectors.T + ridge)
    dual = inverse @ targets
    left_out = targets - dual / np.diag(inverse)[:, None]
    right = targets[np.arange(len(targets)), left_out.argmax(axis=1)]
    return vectors.T @ dual, _calibrated(_evidence(left_out), right)


def _evidence(scores: Floats) -> Floats:
    """What speaks for the best topic of each row: its score, its lead, and a constant."""
    best = np.sort(scores, axis=1)[:, -2:]
    return np.stack([best[:, 1], best[:, 1] - best[:, 0], np.ones(len(best))], axis=1)


def _calibrated(evidence: Floats, right: Floats) -> Floats:
    """Logistic regression by Newton's method."""
    beta = np.zeros(evidence.shape[1])
    for _ in range(25):
        chance = _chance(evidence @ beta)
        slope = evidence.T @ (right - chance) - 0.01 * beta
        bend = (evidence * (chance * (1 - chance))[:, None]).T @ evidence
        beta += np.linalg.solve(bend + 0.01 * np.eye(len(beta)), slope)
    return beta


def _chance(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -30, 30))))
