"""How far to trust a score, learnt on examples that were held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.matching.fitting import chances

Floats = NDArray[np.floating]

OUTSIDE = 0.15
"""The share of what people say that no intent is for, as far as confidence is concerned."""
INSIDE = np.array([0.8, 8.0, -6.0])
AMONG = np.array([1.3, 2.5])
"""Where little is held out, trust stays near these, which other sets of intents came to."""
_PRIOR = 0.3
_STEPS = 25
_HALVINGS = 6


@dataclass(frozen=True)
class Trust:
    """Turns scores into the chance that an intent is meant: that any is, times that this one is.

    `inside` weighs by how much the best intent beats being outside of all, the share of the text
    that is known, and 1; `among` weighs how an intent stands out from the others, and 1.
    """

    inside: Floats
    among: Floats

    @classmethod
    def of(cls, scores: Floats, known: Floats, meant: Floats) -> Trust:
        """Learnt on n texts that a model has not seen.

        scores: n by k + 1, the last column that of being outside; known: n; meant: n, the number
        of the intent, or k for texts that are outside of all that the model has seen.
        """
        if not scores.size:
            return cls(INSIDE, AMONG)
        some = meant < scores.shape[1] - 1
        share = OUTSIDE * some.sum() / max(1, (~some).sum())
        facts = np.stack([_margin(scores), known, np.ones(len(known))], axis=1)
        inside = _weighed(facts, some.astype(float), np.where(some, 1.0, share), INSIDE)
        best = scores[:, :-1].argmax(axis=1)
        apart = _apart(scores)[np.arange(len(scores)), best]
        facts = np.stack([apart, np.ones(len(apart))], axis=1)
        among = _weighed(facts[some], (best == meant)[some].astype(float), None, AMONG)
        return cls(inside, among)

    def confidence(self, scores: Floats, known: float) -> Floats:
        """k: of each intent that it is meant, from the k + 1 scores of a text."""
        facts = np.array([float(_margin(scores[None])[0]), known, 1.0])
        inside = _logistic(facts @ self.inside)
        slope, offset = self.among
        return np.asarray(inside * _logistic(slope * _apart(scores[None])[0] + offset))


@dataclass(frozen=True)
class Trusts:
    """How far to trust the scores of what was typed, and of what a recogniser heard."""

    typed: Trust
    spoken: Trust


def _margin(scores: Floats) -> Floats:
    return np.asarray(scores[:, :-1].max(axis=1) - scores[:, -1])


def _apart(scores: Floats) -> Floats:
    """The log-odds of each intent among all."""
    chance = np.clip(chances(scores[:, :-1]), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(chance / (1 - chance)))


def _weighed(facts: Floats, right: Floats, shares: Floats | None, usual: Floats) -> Floats:
    """Logistic regression by Newton's method; the weights are kept near the usual, and no fact
    may count against what it speaks for."""
    beta = usual.copy()
    shares = np.ones(len(right)) if shares is None else shares

    def loss(at: Floats) -> float:
        value = facts @ at
        wrong = np.logaddexp(0, np.where(right > 0, -value, value))
        return float(shares @ wrong + _PRIOR / 2 * (at - usual) @ (at - usual))

    for _ in range(_STEPS):
        chance = _logistic(facts @ beta)
        slope = facts.T @ (shares * (right - chance)) - _PRIOR * (beta - usual)
        bend = (facts * (shares * chance * (1 - chance))[:, None]).T @ facts
        step = np.linalg.solve(bend + _PRIOR * np.eye(len(beta)), slope)
        # From far off a whole step goes too far and never comes back.
        for _ in range(_HALVINGS):
            after = beta + step
            after[:-1] = np.maximum(after[:-1], 0.05)
            if loss(after) <= loss(beta):
                beta = after
                break
            step = step / 2
    return beta


def _logistic(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -30, 30))))
