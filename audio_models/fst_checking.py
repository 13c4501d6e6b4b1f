"""Refuse graphs whose numbers lead outside the graph, the network or the list of words.

Only the `vector` type is looked into. Vosk follows its numbers unchecked, so that a wrong one
ends the process.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio_models.errors import ModelError
from audio_models.symbols import read_header

_STATE = struct.Struct("<fq")
_ARC = np.dtype([("input", "<i4"), ("output", "<i4"), ("cost", "<f4"), ("target", "<i4")])


@dataclass(frozen=True)
class Labels:
    """What the arcs of a graph carry; the highest is 0 in a graph without arcs."""

    inputs: frozenset[int]
    highest_output: int


def check(file: Path) -> Labels | None:
    """The labels of a `vector` graph, or None for another type.

    Raises ModelError for a file that is no graph, is truncated, or has an arc that leads nowhere.
    """
    if not file.is_file():
        raise ModelError(file, "is missing")
    size = file.stat().st_size
    if size == 0:
        raise ModelError(file, "is empty")
    header = read_header(file)
    if size < header.least_size:
        raise ModelError(file, "is truncated")
    if header.kind != "vector" or header.flags:
        return None
    if not 0 <= header.start < header.states:
        raise ModelError(file, "has no state to start from")
    arcs = _arcs(file, header.size, header.states)
    if len(arcs) and (arcs["target"].min() < 0 or arcs["target"].max() >= header.states):
        raise ModelError(file, "has an arc to a state that is not there")
    if len(arcs) and (arcs["input"].min() < 0 or arcs["output"].min() < 0):
        raise ModelError(file, "has an arc with a negative label")
    highest = int(arcs["output"].max()) if len(arcs) else 0
    return Labels(frozenset(np.unique(arcs["input"]).tolist()), highest)


def _arcs(file: Path, offset: int, states: int) -> np.ndarray:
    """Every arc of the graph; the records of states, which lie between them, are left out."""
    data = file.read_bytes()
    parts = []
    for _ in range(states):
        try:
            _, count = _STATE.unpack_from(data, offset)
        except struct.error as error:
            raise ModelError(file, "is truncated") from error
        offset += _STATE.size
        end = offset + count * _ARC.itemsize
        if count < 0 or end > len(data):
            raise ModelError(file, "is truncated")
        parts.append(data[offset:end])
        offset = end
    if offset != len(data):
        raise ModelError(file, "has more in it than its arcs")
    return np.frombuffer(b"".join(parts), _ARC)
