"""The acoustic network: a time-delay network over log-mel frames, one output per phone."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn

from audio_models.train import features
from audio_models.train.kaldi import Layer

SUBSAMPLING = 3  # Vosk's word times assume one output every 30 ms

# (kernel, stride, dilation) of each convolution; dilation counts frames at that layer's rate.
_CONVOLUTIONS = ((5, 1, 1), (3, 3, 1), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 1, 2), (3, 1, 2))


def _offsets() -> list[tuple[int, ...]]:
    """The frames each layer looks at, in 10 ms frames around its own position."""
    offsets = []
    rate = 1  # spacing of the layer's inputs, in 10 ms frames
    for kernel, stride, dilation in _CONVOLUTIONS:
        half = kernel // 2
        offsets.append(tuple(rate * dilation * k for k in range(-half, half + 1)))
        rate *= stride
    return offsets


CONTEXT = sum(layer[-1] for layer in _offsets())  # frames needed on each side of an output


class Tdnn(nn.Module):
    """Each layer is a convolution, a ReLU and a batch norm; the norms fold into the next layer."""

    def __init__(self, phones: int, width: int) -> None:
        super().__init__()
        inputs = [features.BINS] + [width] * (len(_CONVOLUTIONS) - 1)
        self.input_norm = nn.BatchNorm1d(features.BINS, affine=False)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(n, width, kernel, stride=stride, dilation=dilation)
            for n, (kernel, stride, dilation) in zip(inputs, _CONVOLUTIONS, strict=True)
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(width) for _ in _CONVOLUTIONS)
        self.dropout = nn.Dropout(0.1)
        self.output = nn.Conv1d(width, phones, 1)

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        """(batch, 32, CONTEXT + n + CONTEXT) floored frames to (batch, phones, n / 3) logits."""
        x = self.input_norm(frames)
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            x = norm(torch.relu(convolution(x)))
        return self.output(self.dropout(x))


def _scale_and_shift(state: dict[str, Any], norm: str) -> tuple[np.ndarray, np.ndarray]:
    def array(name: str) -> np.ndarray:
        return state[f"{norm}.{name}"].double().numpy()

    scale = 1 / np.sqrt(array("running_var") + 1e-5)
    if f"{norm}.weight" in state:
        scale = scale * array("weight")
    shift = -array("running_mean") * scale
    return scale, shift + array("bias") if f"{norm}.bias" in state else shift


def _folded(
    state: dict[str, Any], name: str, offsets: tuple[int, ...], norm: str, relu: bool
) -> Layer:
    """A convolution as an affine map over spliced frames, the batch norm before it included."""
    scale, shift = _scale_and_shift(state, norm)
    weight = state[f"{name}.weight"].double().numpy().transpose(0, 2, 1)  # output, frame, input
    bias = state[f"{name}.bias"].double().numpy() + (weight @ shift).sum(axis=1)
    return Layer(offsets, (weight * scale).reshape(len(weight), -1), bias, relu)


def affine_layers(state: dict[str, Any]) -> list[Layer]:
    """The trained network (its `state_dict()`) as the plain layers a Vosk model holds."""
    norms = ["input_norm", *(f"norms.{i}" for i in range(len(_CONVOLUTIONS)))]
    layers = [
        _folded(state, f"convolutions.{i}", offsets, norms[i], relu=True)
        for i, offsets in enumerate(_offsets())
    ]
    return [*layers, _folded(state, "output", (0,), norms[-1], relu=False)]
