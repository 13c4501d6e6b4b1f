"""Figures of what a method answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.intents.methods import Answer
from benchmarks.intents.rows import OUTSIDE, Row

LOST = 0.02
"""The share of all sentences with an intent that may be lost to a threshold."""


def accuracy(rows: Sequence[Row], answers: Sequence[Answer]) -> float:
    """Percentage of the rows with an intent that got it, whatever the score."""
    right = [a[0] == row.intent for row, a in zip(rows, answers, strict=True) if row.intent]
    return 100 * float(np.mean(right))


def oos_auroc(rows: Sequence[Row], answers: Sequence[Answer]) -> float | None:
    """How often (%) a sentence with an intent scores above one without; None if all are alike."""
    inside = np.sort([a[1] for row, a in zip(rows, answers, strict=True) if row.intent != OUTSIDE])
    outside = [a[1] for row, a in zip(rows, answers, strict=True) if row.intent == OUTSIDE]
    if not outside or not len(inside):
        return None
    below = np.searchsorted(inside, outside, "left") + np.searchsorted(inside, outside, "right")
    return 100 * (1 - float(below.mean()) / 2 / len(inside))


def threshold(rows: Sequence[Row], answers: Sequence[Answer]) -> float:
    """The highest score to ask for that loses no more than `LOST` of accuracy on these rows."""
    both = list(zip(rows, answers, strict=True))
    right = sorted(a[1] for row, a in both if row.intent and a[0] == row.intent)
    may_lose = int(LOST * sum(1 for row, _ in both if row.intent))
    return right[min(may_lose, len(right) - 1)] if right else 0.0


def oos_recall(
    rows: Sequence[Row], answers: Sequence[Answer], least: float
) -> tuple[float | None, float]:
    """Percentage of sentences without an intent that score below `least`, and points of accuracy
    that asking for it loses."""
    both = list(zip(rows, answers, strict=True))
    outside = [a[1] < least for row, a in both if row.intent == OUTSIDE]
    lost = [a[0] == row.intent and a[1] < least for row, a in both if row.intent]
    return (100 * float(np.mean(outside)) if outside else None), 100 * float(np.mean(lost))
