"""Find again when each phone is spoken, with a network that has begun to learn.

Some synthesisers give their times in coarse steps; a network trained on all of them together knows
better. Times move by a quarter of a second at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from audio_models.train import features
from audio_models.train.corpus import SAMPLE_RATE, Utterance
from audio_models.train.network import CONTEXT, SUBSAMPLING, Tdnn

STEP_S = SUBSAMPLING * features.HOP / SAMPLE_RATE
_FARTHEST_S = 0.25
NEVER = -1e9

Scores = npt.NDArray[np.float64]


def realign(
    net: Tdnn, log_prior: Scores, utterances: Sequence[Utterance], phone_index: dict[str, int]
) -> list[Utterance]:
    """The utterances with new `ends`; one with more phones than time keeps its own."""
    net.eval()
    aligned = []
    for utterance in utterances:
        scores = log_posteriors(net, utterance.samples) - log_prior
        numbers = [phone_index[phone] for phone in utterance.phones]
        ends = best_ends(scores[:, numbers], utterance.ends)
        aligned.append(utterance if ends is None else replace(utterance, ends=ends))
    return aligned


def log_posteriors(net: nn.Module, samples: npt.NDArray[np.int16]) -> Scores:
    """Of the phones, shape (steps, phones), one step every 30 ms."""
    mel = features.above_floor(features.log_mel(samples))
    padded = np.pad(mel, ((CONTEXT, CONTEXT), (0, 0)), mode="edge")
    with torch.no_grad():
        logits: Any = net(torch.from_numpy(padded.T[None].copy()))
        return torch.log_softmax(logits[0].double(), 0).numpy().T


def best_ends(scores: Scores, ends: npt.NDArray[np.float64]) -> npt.NDArray[np.float64] | None:
    """The ends, in seconds, of phones in order that score best.

    `scores`: shape (steps, phones), of every step being each of the phones. None if there are
    fewer steps than phones.
    """
    steps, phones = scores.shape
    if steps < phones or not phones:
        return None
    times = (np.arange(steps) + 0.5) * STEP_S
    starts = np.append(0.0, ends[:-1])
    near = (times[:, None] > starts - _FARTHEST_S) & (times[:, None] < ends + _FARTHEST_S)
    scores = np.where(near, scores, NEVER)
    total = np.full(phones, NEVER)
    total[0] = scores[0, 0]
    moved = np.zeros((steps, phones), dtype=bool)
    for step in range(1, steps):
        arrived = np.append(NEVER * 2, total[:-1])
        moved[step] = arrived > total
        total = np.maximum(total, arrived) + scores[step]
    found = np.empty(phones)
    found[-1] = max(ends[-1], steps * STEP_S)
    phone = phones - 1
    for step in range(steps - 1, 0, -1):
        if moved[step, phone]:
            phone -= 1
            found[phone] = step * STEP_S
    return found if phone == 0 else None
