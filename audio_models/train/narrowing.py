"""Take from a trained model what its narrow middles do not use: it answers sooner, and the same.

A block's middle is linear. So the few directions in which it really moves, weighed by what the
block makes of them, can stand for all of it: principal components of what speech brings there.
A network whose weights fit into a processor's cache runs faster by more than the work it saves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import torch

from audio_models.train.kaldi import Layer
from audio_models.train.layered import Layered

_SMALLEST = 1e-6  # share of a middle's mean weight by which each direction counts at least

Floats = npt.NDArray[np.float64]


def narrowed(layers: Sequence[Layer], frames: torch.Tensor, outputs: int) -> list[Layer]:
    """The layers with at most `outputs` in each narrow middle.

    `frames`: speech as `network.Tdnn.forward` takes it.
    """
    kept = list(layers)
    for number, moved in enumerate(_outputs(layers, frames)):
        narrow, wide = layers[number], layers[number + 1]
        if narrow.relu or len(narrow.weight) <= outputs:
            continue
        kept[number], kept[number + 1] = _fewer(narrow, wide, moved, outputs)
    return kept


def _outputs(layers: Sequence[Layer], frames: torch.Tensor) -> list[Floats]:
    """What each layer but the last gives for the frames, shape (steps, outputs)."""
    with torch.no_grad():
        found = Layered(layers).each(frames)
    return [x.permute(0, 2, 1).reshape(-1, x.shape[1]).double().numpy() for x in found[:-1]]


def _fewer(narrow: Layer, wide: Layer, moved: Floats, outputs: int) -> tuple[Layer, Layer]:
    mean, spread = moved.mean(axis=0), np.cov(moved.T)
    taps = wide.weight.astype(float).reshape(len(wide.weight), -1, len(mean))
    heard = np.einsum("otm,otn->mn", taps, taps)
    heard += np.eye(len(mean)) * _SMALLEST * np.trace(heard) / len(mean)
    root = np.linalg.cholesky(heard)
    _, directions = np.linalg.eigh(root.T @ spread @ root)
    directions = directions[:, ::-1][:, :outputs]
    into = directions.T @ root.T
    back = np.linalg.solve(root.T, directions)
    rest = (taps @ (mean - back @ (into @ mean))).sum(axis=1)
    middle = replace(
        narrow,
        weight=(into @ narrow.weight).astype("f4"),
        bias=(into @ narrow.bias).astype("f4"),
    )
    widened = (taps @ back).reshape(len(taps), -1).astype("f4")
    return middle, replace(wide, weight=widened, bias=(wide.bias + rest).astype("f4"))
