"""Multinomial logistic regression on the likeness of texts to examples.

The loss is bounded from above by a parabola of fixed width, so that every step is a ridge
regression with the same matrix, which is inverted once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

SCALE = 20.0
"""What a likeness of 1 adds to a score, before weights."""
RIDGE = 0.5
"""Regularisation: larger trusts single examples less."""
WIDTH = 0.1
"""Curvature of the parabola: smaller goes faster and may overshoot."""
OVER = 1.8
"""How far a step goes; 1 would be to the bottom of the parabola, and take three times as many."""
STEPS = 10
BLOCK = 128
"""Rows that are swept together."""
STRIPE = 512
"""Columns of half a matrix that are worked on together."""


def fitted(likeness: Floats, targets: Floats) -> Floats:
    """The weight of each centre for each intent, m by k, so that `likeness @ fitted` are scores.

    likeness: n by m, of all n examples to the m of them that are centres, which come first;
    targets: n by k, 1 where an example has the intent.
    """
    if likeness.shape[0] == likeness.shape[1]:
        return _by_examples(SCALE * likeness, targets) * np.float32(SCALE)
    return _by_centres(SCALE * likeness, targets) * np.float32(SCALE)


def chances(scores: Floats) -> Floats:
    """Scores as probabilities, along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _by_examples(kernel: Floats, targets: Floats) -> Floats:
    """Where every example is a centre."""
    ridged = kernel.copy()
    ridged[np.diag_indices(len(kernel))] += RIDGE / WIDTH
    inverse = _inverse(ridged)
    dual, scores = np.zeros_like(targets), np.zeros_like(targets)
    for _ in range(STEPS):
        lowest = inverse @ ((targets - chances(scores)) / np.float32(WIDTH) + scores)
        dual += np.float32(OVER) * (lowest - dual)
        scores = kernel @ dual
    return dual


def _by_centres(kernel: Floats, targets: Floats) -> Floats:
    """Where there are too many examples to compare each with each."""
    m = kernel.shape[1]
    jitter = 1e-3 * SCALE * np.eye(m, dtype=np.float32)
    inverse = _inverse(WIDTH * (kernel.T @ kernel) + RIDGE * kernel[:m] + jitter)
    dual = np.zeros((m, targets.shape[1]), np.float32)
    scores = np.zeros_like(targets)
    for _ in range(STEPS):
        lowest = inverse @ (kernel.T @ (targets - chances(scores) + np.float32(WIDTH) * scores))
        dual += np.float32(OVER) * (lowest - dual)
        scores = kernel @ dual
    return dual


def _inverse(matrix: Floats) -> Floats:
    """The inverse of a positive definite matrix, which it replaces, swept block by block.

    The threads of a matrix library wait for each other on a shared processor, most in its own
    inversion, which hands them thousands of small pieces; here they get a few large ones. Only
    the lower half is worked on, as the upper is the same.
    """
    size = len(matrix)
    for start in range(0, size, BLOCK):
        end = min(start + BLOCK, size)
        pivot = np.linalg.inv(_mirrored(matrix[start:end, start:end]))
        column = np.concatenate([matrix[start:end, :start].T, matrix[start:, start:end]])
        column[start:end] = _mirrored(column[start:end])
        swept = column @ pivot
        for left in range(0, size, STRIPE):
            right = min(left + STRIPE, size)
            matrix[left:, left:right] -= swept[left:] @ column[left:right].T
        matrix[start:end, :start] = swept[:start].T
        matrix[end:, start:end] = swept[end:]
        matrix[start:end, start:end] = -pivot
    for left in range(0, size, STRIPE):
        right = min(left + STRIPE, size)
        matrix[left:right, left:right] = _mirrored(matrix[left:right, left:right])
        matrix[left:right, right:] = matrix[right:, left:right].T
    return np.negative(matrix, out=matrix)


def _mirrored(square: Floats) -> Floats:
    """With its lower half in place of its upper."""
    return np.asarray(np.tril(square) + np.tril(square, -1).T)
