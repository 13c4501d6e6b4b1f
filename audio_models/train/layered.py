"""A network made of the layers of a finished model, so that training can go on from there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import torch
from torch import nn
from torch.nn.functional import conv1d

from audio_models.train.kaldi import Layer
from audio_models.train.network import CONTEXT, SUBSAMPLING


@dataclass(frozen=True)
class _Geometry:
    """How a layer goes over its inputs, which are `spacing` frames apart: a convolution."""

    kernel: int
    stride: int
    dilation: int
    spacing: int
    left: int  # frames before an output that it needs


def _geometry(layers: Sequence[Layer]) -> list[_Geometry]:
    """Raises ValueError for layers that are no convolutions."""
    found = []
    spacing = SUBSAMPLING  # of the outputs
    for layer in reversed(layers):
        gaps = {after - before for before, after in pairwise(layer.offsets)}
        if len(gaps) > 1 or min(gaps, default=1) < 1:
            raise ValueError("frames at uneven offsets")
        gap = min(gaps, default=spacing)
        inputs = math.gcd(spacing, gap)
        found.append(
            _Geometry(
                len(layer.offsets), spacing // inputs, gap // inputs, inputs, -layer.offsets[0]
            )
        )
        spacing = inputs
    found.reverse()
    for layer, form, before in zip(layers[1:], found[1:], found, strict=False):
        if layer.bypass and form.stride * before.stride > 1:
            raise ValueError("a bypass over a stride")
    return found


class Layered(nn.Module):
    """Takes and gives what `network.Tdnn` does.

    Raises ValueError for layers that it cannot stand in for.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        self.plain = list(layers)
        self.geometry = _geometry(layers)
        self.weights = nn.ParameterList(map(_convolution, layers))
        self.biases = nn.ParameterList(torch.tensor(layer.bias.copy()).float() for layer in layers)
        self.left = sum(-layer.offsets[0] for layer in layers)
        self.right = sum(layer.offsets[-1] for layer in layers)
        if max(self.left, self.right) > CONTEXT:
            raise ValueError("a wider context than training gives")

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        """(batch, 32, CONTEXT + n + CONTEXT) features to (batch, phones, n / 3) logits."""
        return self.each(frames)[-1]

    def each(self, frames: torch.Tensor) -> list[torch.Tensor]:
        """What each layer gives, shape (batch, outputs, steps)."""
        x = frames[..., CONTEXT - self.left : frames.shape[-1] - CONTEXT + self.right]
        source = x
        given = []
        before = 0
        for layer, form, weight, bias in zip(
            self.plain, self.geometry, self.weights, self.biases, strict=True
        ):
            y = conv1d(x, weight, bias, form.stride, dilation=form.dilation)
            if layer.relu:
                y = torch.relu(y)
            if layer.bypass:
                skipped = (before + form.left) // form.spacing
                y = y + layer.bypass * source[..., skipped : skipped + y.shape[-1]]
            source, before, x = x, form.left, y
            given.append(y)
        return given

    def layers(self) -> list[Layer]:
        """The layers with the weights as they are now."""
        return [
            replace(layer, weight=_flat(weight), bias=bias.detach().numpy().copy())
            for layer, weight, bias in zip(self.plain, self.weights, self.biases, strict=True)
        ]


def _convolution(layer: Layer) -> torch.Tensor:
    """(outputs, frames * inputs) to (outputs, inputs, frames)."""
    weight = layer.weight.reshape(len(layer.weight), len(layer.offsets), -1)
    return torch.from_numpy(weight.transpose(0, 2, 1).astype(np.float32))


def _flat(weight: torch.Tensor) -> np.ndarray:
    array: np.ndarray = weight.detach().numpy().transpose(0, 2, 1)
    return array.reshape(len(array), -1)
