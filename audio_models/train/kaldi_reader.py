"""Read back the acoustic model that `audio_models.train.export` wrote, to train it further."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio_models.errors import ModelError
from audio_models.train import kaldi
from audio_models.train.kaldi import Layer, Matrix

_NETWORK = kaldi.token("<Nnet3>") + b"\n"
_INPUT = re.compile(r"component-node name=(\S+) component=\S+ input=(.*)")
_OFFSET = re.compile(r"Offset\(\S+, (-?\d+)\)|[\w.-]+")
_BYPASS = re.compile(r"Sum\(Scale\(([^,]+), ")


@dataclass(frozen=True)
class Acoustic:
    """What am/final.mdl holds; `transitions` are the bytes before its network."""

    transitions: bytes
    layers: list[Layer]
    floor: float
    scale: float
    log_prior: Matrix

    def to_bytes(self) -> bytes:
        network = kaldi.network(self.layers, self.floor, self.scale, self.log_prior)
        return self.transitions + network


def read(file: Path) -> Acoustic:
    """Raises ModelError for a model that has other parts than ours, or has them otherwise."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ModelError(file, "cannot be read") from error
    try:
        acoustic = _acoustic(data)
    except (KeyError, ValueError, IndexError, struct.error, StopIteration) as error:
        raise ModelError(file, _FOREIGN) from error
    if acoustic.to_bytes() != data:  # whatever was not understood would be lost
        raise ModelError(file, _FOREIGN)
    return acoustic


_FOREIGN = "cannot be adapted: its network was not made by audio_models.train"


def _acoustic(data: bytes) -> Acoustic:
    start = data.index(_NETWORK)
    config, components = data[start + len(_NETWORK) :].split(b"\n\n", 1)
    inputs = dict(_INPUT.findall(config.decode()))
    affine = {name: (weight, bias) for name, weight, bias in _affines(components)}
    _, floor = affine.pop("floor.affine")
    scale, prior = affine.pop("likelihood")
    layers = []
    for name, (weight, bias) in affine.items():
        number = name.removesuffix(".affine")
        bypass = _BYPASS.match(inputs.get(f"{number}.sum", ""))
        layers.append(
            Layer(
                _offsets(inputs[name]),
                weight,
                bias,
                relu=f"{number}.relu" in inputs,
                bypass=float(bypass[1]) if bypass else 0.0,
            )
        )
    log_prior = -prior.astype(np.float64) / float(scale[0, 0])
    return Acoustic(data[:start], layers, -float(floor[0]), float(scale[0, 0]), log_prior)


def _offsets(joined: str) -> tuple[int, ...]:
    """The offsets of `Append(Offset(x, -1), x, Offset(x, 1))`, or of a node alone."""
    parts = _OFFSET.finditer(joined.removeprefix("Append("))
    return tuple(int(part[1] or 0) for part in parts)


def _affines(data: bytes) -> Iterator[tuple[str, Matrix, Matrix]]:
    """Name, weight and bias of each affine component; what else there is has no weights."""
    opening = kaldi.token("<FixedAffineComponent>") + kaldi.token("<LinearParams>")
    at = data.find(opening)
    while at >= 0:
        name = data[:at].rsplit(kaldi.token("<ComponentName>"), 1)[1].decode().strip()
        weight, at = _floats(data, at + len(opening), "FM")
        at += len(kaldi.token("<BiasParams>"))
        bias, at = _floats(data, at, "FV")
        yield name, weight, bias
        at = data.find(opening, at)


def _floats(data: bytes, at: int, kind: str) -> tuple[Matrix, int]:
    """A vector or matrix that begins at `at`, and where it ends."""
    at += len(kaldi.token(kind))
    shape = []
    for _ in kind[1:].replace("V", "1").replace("M", "12"):
        shape.append(struct.unpack_from("<bi", data, at)[1])
        at += 5
    count = int(np.prod(shape))
    return np.frombuffer(data, "<f4", count, at).reshape(shape), at + 4 * count
