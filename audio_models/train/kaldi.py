"""Kaldi's binary formats, as far as am/final.mdl needs them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BINARY = b"\0B"

Matrix = npt.NDArray[np.floating]


def token(text: str) -> bytes:
    return text.encode() + b" "


def int32(value: int) -> bytes:
    return struct.pack("<bi", 4, value)


def float32(value: float) -> bytes:
    return struct.pack("<bf", 4, value)


def float64(value: float) -> bytes:
    return struct.pack("<bd", 8, value)


def int_vector(values: Sequence[int]) -> bytes:
    """The element size, a bare count, then the elements: unlike float vectors."""
    return struct.pack("<bi", 4, len(values)) + np.asarray(values, "<i4").tobytes()


def vector(values: npt.ArrayLike) -> bytes:
    data = np.asarray(values, "<f4")
    return token("FV") + int32(data.size) + data.tobytes()


def matrix(values: Matrix) -> bytes:
    data = np.ascontiguousarray(values, "<f4")
    return token("FM") + int32(data.shape[0]) + int32(data.shape[1]) + data.tobytes()


def transition_model(pdf_of_phone: Sequence[int]) -> bytes:
    """Phones 1, 2, ... of one state each; phone k+1 uses network output `pdf_of_phone[k]`.

    That implies the transition ids: phone p loops with 2p - 1 and moves on with 2p.
    """
    count = len(pdf_of_phone)
    loop_and_exit = int32(2) + int32(0) + float32(0.5) + int32(1) + float32(0.5)
    topology = int32(2) + (int32(0) + loop_and_exit) + (int32(-1) + int32(0))
    triples = b"".join(
        int32(phone) + int32(0) + int32(pdf) for phone, pdf in enumerate(pdf_of_phone, 1)
    )
    return b"".join(
        [
            token("<TransitionModel>"),
            token("<Topology>"),
            int_vector(range(1, count + 1)),
            int_vector([-1, *[0] * count]),
            int32(1) + topology,
            token("</Topology>"),
            token("<Triples>") + int32(count) + triples + token("</Triples>"),
            token("<LogProbs>"),
            vector([0.0, *[np.log(0.5)] * (2 * count)]),
            token("</LogProbs>"),
            token("</TransitionModel>"),
        ]
    )


@dataclass(frozen=True)
class Layer:
    """An affine map over the frames at `offsets`, then a ReLU if `relu`.

    `weight`: shape (outputs, len(offsets) * inputs); `bias`: shape (outputs,). With a `bypass`,
    that share of what the layer before this one was given is added.
    """

    offsets: tuple[int, ...]
    weight: Matrix
    bias: Matrix
    relu: bool = True
    bypass: float = 0.0


def _affine(weight: Matrix, bias: Matrix) -> bytes:
    return b"".join(
        [
            token("<FixedAffineComponent>"),
            token("<LinearParams>") + matrix(weight),
            token("<BiasParams>") + vector(bias),
            token("</FixedAffineComponent>"),
        ]
    )


def _nonlinearity(kind: str, dim: int) -> bytes:
    return b"".join(
        [
            token(f"<{kind}>"),
            token("<Dim>") + int32(dim),
            token("<ValueAvg>") + vector([]),
            token("<DerivAvg>") + vector([]),
            token("<Count>") + float64(0),
            token(f"</{kind}>"),
        ]
    )


def _no_operation(dim: int) -> bytes:
    return b"".join(
        [
            token("<NoOpComponent>"),
            token("<Dim>") + int32(dim),
            token("<BackpropScale>") + float32(1.0),
            token("</NoOpComponent>"),
        ]
    )


class _Network:
    """Collects components and the config lines that join each to the one before."""

    def __init__(self, input_dim: int) -> None:
        self.config = [f"input-node name=input dim={input_dim}"]
        self.components: list[bytes] = []
        self.last = "input"

    def add(self, name: str, component: bytes, offsets: Sequence[int] = (0,)) -> None:
        inputs = [f"Offset({self.last}, {o})" if o else self.last for o in offsets]
        joined = inputs[0] if len(inputs) == 1 else f"Append({', '.join(inputs)})"
        self.config.append(f"component-node name={name} component={name} input={joined}")
        self.components.append(token("<ComponentName>") + token(name) + component)
        self.last = name

    def bypass(self, name: str, share: float, source: str, dim: int) -> None:
        """Add a share of `source` to the output of the last component."""
        self.config.append(
            f"component-node name={name} component={name}"
            f" input=Sum(Scale({share:g}, {source}), {self.last})"
        )
        self.components.append(token("<ComponentName>") + token(name) + _no_operation(dim))
        self.last = name

    def to_bytes(self) -> bytes:
        config = [*self.config, f"output-node name=output input={self.last} objective=linear"]
        return b"".join(
            [
                token("<Nnet3>") + b"\n" + "\n".join(config).encode() + b"\n\n",
                token("<NumComponents>") + int32(len(self.components)),
                *self.components,
                token("</Nnet3>"),
            ]
        )


def network(layers: Sequence[Layer], floor: float, scale: float, log_prior: Matrix) -> bytes:
    """The acoustic network: max(input, floor) - floor, `layers`, then scaled log-likelihoods.

    The decoder's acoustic scale and the division by the phones' priors are part of the network,
    so the decoder runs with a scale of 1 and no priors.
    """
    input_dim = layers[0].weight.shape[1] // len(layers[0].offsets)
    outputs = layers[-1].weight.shape[0]
    net = _Network(input_dim)
    net.add("floor.affine", _affine(np.eye(input_dim), np.full(input_dim, -floor)))
    net.add("floor.relu", _nonlinearity("RectifiedLinearComponent", input_dim))
    source = net.last  # what the layer before was given
    for number, layer in enumerate(layers):
        given, dim = net.last, layer.weight.shape[0]
        net.add(f"tdnn{number}.affine", _affine(layer.weight, layer.bias), layer.offsets)
        if layer.relu:
            net.add(f"tdnn{number}.relu", _nonlinearity("RectifiedLinearComponent", dim))
        if layer.bypass:
            net.bypass(f"tdnn{number}.sum", layer.bypass, source, dim)
        source = given
    net.add("log-softmax", _nonlinearity("LogSoftmaxComponent", outputs))
    net.add("likelihood", _affine(scale * np.eye(outputs), -scale * log_prior))
    left = -sum(min(layer.offsets) for layer in layers)
    right = sum(max(layer.offsets) for layer in layers)
    return b"".join(
        [
            net.to_bytes(),
            token("<LeftContext>") + int32(left) + token("<RightContext>") + int32(right),
            token("<Priors>") + vector([]),
        ]
    )
