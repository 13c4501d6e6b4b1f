"""Multinomial logistic regression on texts as vectors, some hundred texts at a time.

The loss is bounded from above by a parabola of fixed width, so that the best step for a block of
texts is a ridge regression with the same matrix each time, which is factored once. Blocks take
turns: time grows with the number of texts, and memory with the number of features.
"""

from __future__ import annotations

from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

SCALE = 20.0
"""What a likeness of 1 adds to a score, before weights."""
RIDGE = 0.5
"""Regularisation: larger trusts single examples less."""
WIDTH = 0.1
"""Curvature of the parabola: smaller goes faster and may overshoot."""
OVER = 1.2
"""How far a step goes; 1 would be to the bottom of the parabola."""
FEW = 2000
"""Texts up to which all are one block."""
TEXTS = 600
"""In a block of more: in larger ones factoring costs most, in smaller ones going round."""
ROUNDS = 4
"""How often it is each block's turn; the weights are then within a tenth of their limit."""
STEPS = 3
"""Of a block at its turn …"""
ALONE = 12
"""… and where there is but one, which needs no second turn."""
SQUARE = 256
"""Rows of a factor that are worked on together."""


class Texts(Protocol):
    """n texts by f features, each of unit length, as `rows.Rows` are."""

    def __len__(self) -> int: ...
    def every(self, step: int, first: int) -> Self: ...
    def likeness(self) -> Floats: ...
    def times(self, weights: Floats) -> Floats: ...
    def add(self, changes: Floats, weights: Floats) -> None: ...


def fitted(
    texts: Texts, targets: Floats, features: int, scale: float = SCALE, ridge: float = RIDGE
) -> Floats:
    """f by k: what a feature says for each intent, so that a text times them are its scores.

    targets: n by k, 1 where a text has the intent. scale, ridge: as `SCALE` and `RIDGE`.
    """
    weights = np.zeros((features, targets.shape[1]), np.float32)
    dual = np.zeros_like(targets)
    reach = np.float32(OVER / WIDTH)
    count = -(-len(texts) // TEXTS) if len(texts) > FEW else min(1, len(texts))
    rounds, steps = (ROUNDS, STEPS) if count > 1 else (1, ALONE)
    # Texts come intent by intent, so that blocks of every so many hold some of each.
    blocks = [(texts.every(count, first), slice(first, None, count)) for first in range(count)]
    factors = [_factor(scale * block.likeness(), ridge / WIDTH) for block, _ in blocks]
    for _ in range(rounds):
        for (block, own), factor in zip(blocks, factors, strict=True):
            scores, before = np.float32(scale) * block.times(weights), dual[own]
            after = before.copy()
            for _ in range(steps):
                pull = targets[own] - chances(scores) - np.float32(ridge) * after
                step = _solved(factor, pull * reach)
                after += step
                # The block's own likeness times the step, by what the step was solved from.
                scores += pull * reach - np.float32(ridge / WIDTH) * step
            block.add(after - before, weights)
            dual[own] = after
    return weights * np.float32(scale)


def chances(scores: Floats) -> Floats:
    """Scores as probabilities, along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _factor(likeness: Floats, ridge: float) -> Floats:
    """Lower Cholesky factor of a likeness with a ridge, with the squares on its diagonal inverted.

    The threads of a matrix library wait for each other on a shared processor, most where it is
    handed thousands of small pieces, as in its own solver; here they get a few large ones.
    """
    factor = likeness.astype(np.float32)
    factor[np.diag_indices(len(factor))] += np.float32(ridge)
    for start in range(0, len(factor), SQUARE):
        end = min(start + SQUARE, len(factor))
        factor[start:, start:end] -= factor[start:, :start] @ factor[start:end, :start].T
        square = np.linalg.inv(np.linalg.cholesky(factor[start:end, start:end]))
        factor[end:, start:end] = factor[end:, start:end] @ square.T
        factor[start:end, start:end] = square
    return factor


def _solved(factor: Floats, right: Floats) -> Floats:
    """What the matrix of a factor has to be multiplied with to give the right side, n by k."""
    out = right.copy()
    starts = range(0, len(factor), SQUARE)
    for start in starts:
        end = start + SQUARE
        out[start:end] -= factor[start:end, :start] @ out[:start]
        out[start:end] = factor[start:end, start:end] @ out[start:end]
    for start in reversed(starts):
        end = start + SQUARE
        out[start:end] -= factor[end:, start:end].T @ out[end:]
        out[start:end] = factor[start:end, start:end].T @ out[start:end]
    return out
