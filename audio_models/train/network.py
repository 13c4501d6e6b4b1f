"""The acoustic network: a factored time-delay network over log-mel frames, one output per phone.

Every hidden layer is narrow in the middle, looks a little back on its way in and a little ahead on
its way out, and adds to what came before it: many layers for few weights.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import nn

from audio_models.train import features
from audio_models.train.kaldi import Layer

SUBSAMPLING = 3  # Vosk's word times assume one output every 30 ms

BOTTLENECK = 64  # outputs of a block's narrow middle; trained wider, no model used more
_FRONT = 5  # 10 ms frames that the first layer sees
_REACH = (1, 1, 1, 0, 1, 2, 2, 0, 1)  # 30 ms frames that each block looks back, and ahead
_NORM_EPSILON = 1e-5
_BYPASS = 0.66  # share of a block's input that is added to its output

# Frames of 10 ms needed on each side of an output.
CONTEXT = _FRONT // 2 + SUBSAMPLING // 2 + SUBSAMPLING * sum(_REACH)


def _expect(norm: nn.BatchNorm1d, mean: torch.Tensor, variance: torch.Tensor) -> None:
    norm.load_state_dict({"running_mean": mean, "running_var": variance}, strict=False)


class _Affine(nn.Module):
    """A convolution, a batch norm and a ReLU; the norm folds into the convolution."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, gap: int = 1):
        super().__init__()
        self.convolution = nn.Conv1d(
            inputs, outputs, kernel, stride=stride, dilation=gap, bias=False
        )
        self.norm = nn.BatchNorm1d(outputs, eps=_NORM_EPSILON)
        self.calibrating: torch.Tensor | None = None  # the bias to have after the next input

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.convolution(x)
        if self.calibrating is not None:
            self._calibrate(x, self.calibrating)
        return torch.relu(self.norm(x))

    def _calibrate(self, x: torch.Tensor, bias: torch.Tensor) -> None:
        """Make the norm add no more than `bias` to what it is given now."""
        variance, mean = torch.var_mean(x, dim=(0, 2))
        _expect(self.norm, mean, variance)
        self.norm.weight.data.copy_(torch.sqrt(variance + _NORM_EPSILON))
        self.norm.bias.data.copy_(bias + mean)
        self.calibrating = None


class _Block(nn.Module):
    def __init__(self, width: int, bottleneck: int, reach: int) -> None:
        super().__init__()
        kernel = 2 if reach else 1
        self.reach = reach
        self.narrow = nn.Conv1d(width, bottleneck, kernel, dilation=max(1, reach), bias=False)
        self.widen = _Affine(bottleneck, width, kernel, gap=max(1, reach))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        kept = x[..., self.reach : x.shape[-1] - self.reach]
        return self.widen(self.narrow(x)) + _BYPASS * kept


class Tdnn(nn.Module):
    """`width` and `bottleneck` are the outputs of a block and of its narrow middle."""

    def __init__(self, phones: int, width: int, bottleneck: int = BOTTLENECK) -> None:
        super().__init__()
        self.input_norm = nn.BatchNorm1d(features.BINS, affine=False, eps=_NORM_EPSILON)
        self.front = _Affine(features.BINS, width // 2, _FRONT)
        self.stride = _Affine(width // 2, width, SUBSAMPLING, stride=SUBSAMPLING)
        self.blocks = nn.ModuleList(_Block(width, bottleneck, reach) for reach in _REACH)
        self.last = _Affine(width, width // 2, 1)
        self.dropout = nn.Dropout(0.1)
        self.output = nn.Conv1d(width // 2, phones, 1)

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        """(batch, 32, CONTEXT + n + CONTEXT) features, above the floor, to (batch, phones, n / 3)
        logits.
        """
        x = self.stride(self.front(self.input_norm(frames)))
        for block in self.blocks:
            x = block(x)
        return self.output(self.dropout(self.last(x)))


def _normed(state: dict[str, Any], name: str) -> tuple[np.ndarray, np.ndarray]:
    """Weight (outputs, inputs, frames) and bias of a convolution with its norm folded in."""
    scale, shift = _scale_and_shift(state, f"{name}.norm")
    weight = _array(state, f"{name}.convolution.weight") * scale[:, None, None]
    return weight, shift


def _scale_and_shift(state: dict[str, Any], norm: str) -> tuple[np.ndarray, np.ndarray]:
    scale = 1 / np.sqrt(_array(state, f"{norm}.running_var") + _NORM_EPSILON)
    if f"{norm}.weight" in state:
        scale = scale * _array(state, f"{norm}.weight")
    shift = -_array(state, f"{norm}.running_mean") * scale
    if f"{norm}.bias" in state:
        shift = shift + _array(state, f"{norm}.bias")
    return scale, shift


def _array(state: dict[str, Any], name: str) -> np.ndarray:
    array: np.ndarray = state[name].double().numpy()
    return array


def _layer(
    offsets: tuple[int, ...], weight: np.ndarray, bias: np.ndarray | None = None, **rest: Any
) -> Layer:
    """Kaldi appends whole frames: (outputs, inputs, frames) becomes (outputs, frames * inputs)."""
    flat = weight.transpose(0, 2, 1).reshape(len(weight), -1)
    return Layer(offsets, flat, np.zeros(len(weight)) if bias is None else bias, **rest)


def affine_layers(state: dict[str, Any]) -> list[Layer]:
    """The trained network (its `state_dict()`) as the plain layers a Vosk model holds."""
    scale, shift = _scale_and_shift(state, "input_norm")
    weight, bias = _normed(state, "front")
    bias = bias + (weight * shift[:, None]).sum(axis=(1, 2))
    half = _FRONT // 2
    layers = [
        _layer(tuple(range(-half, half + 1)), weight * scale[:, None], bias),
        _layer((-1, 0, 1), *_normed(state, "stride")),
    ]
    for number, reach in enumerate(_REACH):
        back, ahead = ((-3 * reach, 0), (0, 3 * reach)) if reach else ((0,), (0,))
        narrow = _array(state, f"blocks.{number}.narrow.weight")
        layers.append(_layer(back, narrow, relu=False))
        layers.append(_layer(ahead, *_normed(state, f"blocks.{number}.widen"), bypass=_BYPASS))
    layers.append(_layer((0,), *_normed(state, "last")))
    output = _array(state, "output.weight"), _array(state, "output.bias")
    return [*layers, _layer((0,), *output, relu=False)]


def start_from(net: Tdnn, layers: list[Layer], frames: torch.Tensor) -> None:
    """Give `net` the hidden layers of a finished model of the same shape, in any language.

    `layers` as `kaldi_reader.read` gives them. `frames`, as `Tdnn.forward` takes them, tell what
    passes through each layer, which its batch norm has to know. Raises ValueError for a model of
    another shape.
    """
    inner = [part for block in net.blocks for part in block.children()]
    hidden: list[nn.Module] = [net.front, net.stride, *inner, net.last]
    if len(layers) != len(hidden) + 1:
        raise ValueError("another number of layers")
    for module, layer in zip(
        hidden, [_of_normed(layers[0], net.input_norm, frames), *layers[1:-1]], strict=True
    ):
        convolution = module.convolution if isinstance(module, _Affine) else module
        assert isinstance(convolution, nn.Conv1d)
        outputs, inputs, kernel = convolution.weight.shape
        if layer.weight.shape != (outputs, kernel * inputs):
            raise ValueError("layers of another size")
        weight = torch.tensor(layer.weight).float().view(outputs, kernel, inputs).transpose(1, 2)
        convolution.weight.data.copy_(weight)
        if isinstance(module, _Affine):
            module.calibrating = torch.tensor(layer.bias).float()
    net.eval()
    with torch.no_grad():
        net(frames)


def _of_normed(first: Layer, norm: nn.BatchNorm1d, frames: torch.Tensor) -> Layer:
    """The first layer for normed frames; sets the norm."""
    variance, mean = torch.var_mean(frames, dim=(0, 2))
    _expect(norm, mean, variance)
    count = len(first.offsets)
    scale = np.tile(torch.sqrt(variance + _NORM_EPSILON).double().numpy(), count)
    shift = np.tile(mean.double().numpy(), count)
    return replace(first, weight=first.weight * scale, bias=first.bias + first.weight @ shift)
