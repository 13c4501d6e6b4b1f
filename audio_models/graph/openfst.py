"""Finite-state transducers in OpenFst's `vector` file format, tropical weights."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

EPSILON = 0

_MAGIC = 2125659606
_EXPANDED_MUTABLE = 0x3
_SORTED = {"input": 0x10000000, "output": 0x40000000}
_INFINITY = float("inf")


class Arc(NamedTuple):
    input: int
    output: int
    cost: float
    target: int


@dataclass
class Fst:
    """States are numbered as they are added; `start` is the first."""

    arcs: list[list[Arc]] = field(default_factory=list)
    final: dict[int, float] = field(default_factory=dict)
    start: int = 0

    def add_state(self) -> int:
        self.arcs.append([])
        return len(self.arcs) - 1

    def add_arc(
        self, source: int, target: int, input: int = EPSILON, output: int = EPSILON, cost: float = 0
    ) -> None:
        self.arcs[source].append(Arc(input, output, cost, target))

    def write(self, path: Path, sort: Literal["input", "output"]) -> None:
        """Write with the arcs of each state sorted by label, as composition needs them."""
        states = []
        for state, arcs in enumerate(self.arcs):
            ordered = sorted(arcs, key=lambda a: a.input if sort == "input" else a.output)
            states.append(struct.pack("<fq", self.final.get(state, _INFINITY), len(ordered)))
            states += [struct.pack("<iifi", *arc) for arc in ordered]
        counts = len(self.arcs), sum(map(len, self.arcs))
        properties = _EXPANDED_MUTABLE | _SORTED[sort]
        start = header("vector", 2, properties, self.start, *counts)
        path.write_bytes(start + b"".join(states))


def header(kind: str, version: int, properties: int, start: int, states: int, arcs: int) -> bytes:
    """What every OpenFst file begins with."""

    def text(value: str) -> bytes:
        return struct.pack("<i", len(value)) + value.encode()

    return b"".join(
        [
            struct.pack("<i", _MAGIC) + text(kind) + text("standard"),
            struct.pack("<ii", version, 0),  # no flags
            struct.pack("<Qqqq", properties, start, states, arcs),
        ]
    )
