"""Refuse graphs whose numbers lead outside the graph, the network or the list of words.

Only the `vector` type and `olabel_lookahead` as we write it are looked into. Vosk follows their
numbers unchecked, so that a wrong one ends the process.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio_models.errors import ModelError
from audio_models.symbols import read_header

_MAGIC_BYTES = 4  # before the graph inside a look-ahead graph
_UNALIGNED = 2  # version of the `const` type without gaps
_CONST_STATE = np.dtype(
    [("final", "<f4"), ("first", "<u4"), ("arcs", "<u4"), ("inputs", "<u4"), ("outputs", "<u4")]
)
_SETS = struct.Struct("<?????iq")  # what there is beside the graph, the end's label, the states
_STATE = struct.Struct("<fq")
_ARC = np.dtype([("input", "<i4"), ("output", "<i4"), ("cost", "<f4"), ("target", "<i4")])


@dataclass(frozen=True)
class Labels:
    """What the arcs of a graph carry; the highest is 0 in a graph without arcs."""

    inputs: frozenset[int]
    highest_output: int


def check(file: Path) -> Labels | None:
    """The labels of a graph of a type that is looked into, or None for another type.

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
    if header.kind == "olabel_lookahead" and not header.flags:
        return _check_lookahead(file, header.size)
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


def _check_lookahead(file: Path, offset: int) -> Labels | None:
    """The same for a `const` graph with the intervals of words that lie ahead of its states."""
    data = file.read_bytes()
    inner = read_header(file, offset + _MAGIC_BYTES)
    if (inner.kind, inner.version, inner.flags) != ("const", _UNALIGNED, 0):
        return None  # written by others, who may leave gaps
    arcs_at = inner.size + inner.states * _CONST_STATE.itemsize
    end = arcs_at + inner.arcs * _ARC.itemsize
    if end > len(data):
        raise ModelError(file, "is truncated")
    states = np.frombuffer(data, _CONST_STATE, inner.states, inner.size)
    arcs = np.frombuffer(data, _ARC, inner.arcs, arcs_at)
    if not 0 <= inner.start < inner.states:
        raise ModelError(file, "has no state to start from")
    if (states["first"].astype(np.int64) + states["arcs"] > inner.arcs).any():
        raise ModelError(file, "has a state with arcs that are not there")
    if len(arcs) and (arcs["target"].min() < 0 or arcs["target"].max() >= inner.states):
        raise ModelError(file, "has an arc to a state that is not there")
    if len(arcs) and (arcs["input"].min() < 0 or arcs["output"].min() < 0):
        raise ModelError(file, "has an arc with a negative label")
    _check_intervals(file, data[end:], inner.states)
    highest = int(arcs["output"].max()) if len(arcs) else 0
    return Labels(frozenset(np.unique(arcs["input"]).tolist()), highest)


def _check_intervals(file: Path, data: bytes, states: int) -> None:
    """Every state has its intervals, and nothing follows."""
    try:
        sets, offset = *_SETS.unpack_from(data)[-1:], _SETS.size
        for _ in range(sets):
            (count,) = struct.unpack_from("<q", data, offset)
            if not 0 <= count <= len(data):
                raise ModelError(file, "has an impossible number of words ahead of a state")
            offset += 8 + 8 * count + 4
    except struct.error as error:
        raise ModelError(file, "is truncated") from error
    if offset > len(data):
        raise ModelError(file, "is truncated")
    if sets != states or offset != len(data):
        raise ModelError(file, "does not say for each state which words lie ahead")
