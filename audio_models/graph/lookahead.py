"""OpenFst's `olabel_lookahead` type: a transducer that knows which words lie ahead of each state.

Composed with a grammar, states from which none of its words can come are never entered, so the cost
of listening for ten digits does not grow with the vocabulary. The file is a header, a `const`
transducer, and for every state the intervals of word ids that can come next.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from audio_models.graph.openfst import EPSILON, Fst, header

_TYPE = "olabel_lookahead"
_ADD_ON_MAGIC = 446681434
_UNALIGNED = 2  # version of the `const` type without padding
_EXPANDED = 0x1
_OUTPUT_SORTED = 0x40000000
_INFINITY = float("inf")

Interval = tuple[int, int]
"""The ids from the first to before the second."""


def write(fst: Fst, path: Path) -> None:
    """Write `fst`, whose output labels are best numbered in the order of a walk through it."""
    properties = _EXPANDED | _OUTPUT_SORTED
    counts = len(fst.arcs), sum(map(len, fst.arcs))
    path.write_bytes(
        b"".join(
            [
                header(_TYPE, 1, properties, fst.start, *counts),
                struct.pack("<i", _ADD_ON_MAGIC),
                header("const", _UNALIGNED, properties, fst.start, *counts),
                _states_and_arcs(fst),
                struct.pack("<??", True, False),  # there is an add-on, without an input side
                struct.pack("<?", True),
                _reachable(fst),
            ]
        )
    )


def _states_and_arcs(fst: Fst) -> bytes:
    states, arcs = [], []
    position = 0
    for state, leaving in enumerate(fst.arcs):
        ordered = sorted(leaving, key=lambda arc: arc.output)
        inputs = sum(arc.input == EPSILON for arc in ordered)
        outputs = sum(arc.output == EPSILON for arc in ordered)
        final = fst.final.get(state, _INFINITY)
        states.append(struct.pack("<fIIII", final, position, len(ordered), inputs, outputs))
        arcs += [struct.pack("<iifi", *arc) for arc in ordered]
        position += len(ordered)
    return b"".join(states + arcs)


def _reachable(fst: Fst) -> bytes:
    """The ids that may come first from each state; an id beyond the last stands for the end."""
    end = 1 + max((arc.output for arcs in fst.arcs for arc in arcs), default=0)
    written: dict[int, bytes] = {}  # many states have the same words ahead
    parts = [struct.pack("<??i", False, False, end), struct.pack("<q", len(fst.arcs))]
    for ids in first_outputs(fst, end):
        if ids not in written:
            written[ids] = _interval_set(intervals(ids), ids.bit_count())
        parts.append(written[ids])
    return b"".join(parts)


def _interval_set(found: list[Interval], count: int) -> bytes:
    pairs = b"".join(struct.pack("<ii", *interval) for interval in found)
    return struct.pack("<q", len(found)) + pairs + struct.pack("<i", count)


def first_outputs(fst: Fst, end: int) -> list[int]:
    """For each state, the outputs that can come next, and `end` where it can come without one.

    A set of ids is a number that has their bits.
    """
    ahead = [0] * len(fst.arcs)
    silent: list[list[int]] = [[] for _ in fst.arcs]  # where arcs without output lead
    for state, arcs in enumerate(fst.arcs):
        for arc in arcs:
            if arc.output != EPSILON:
                ahead[state] |= 1 << arc.output
            elif arc.target != state:
                silent[state].append(arc.target)
    for state in fst.final:
        ahead[state] |= 1 << end
    for together in components(silent):
        # What can be reached from it is done already, so that each arc is looked at once.
        ids = 0
        for state in together:
            ids |= ahead[state]
            for target in silent[state]:
                ids |= ahead[target]
        for state in together:
            ahead[state] = ids
    return ahead


def components(following: list[list[int]]) -> Iterator[list[int]]:
    """The strongly connected components of a graph, each after those that it leads to (Tarjan).

    following: the nodes that each node leads to.
    """
    found, lowest = [0] * len(following), [0] * len(following)  # in which order, from 1
    open_: list[int] = []
    is_open = [False] * len(following)
    number = 0
    for root in range(len(following)):
        walk = [] if found[root] else [(root, iter(following[root]))]
        while walk:
            node, rest = walk[-1]
            if not found[node]:
                number += 1
                found[node] = lowest[node] = number
                open_.append(node)
                is_open[node] = True
            for other in rest:
                if not found[other]:
                    walk.append((other, iter(following[other])))
                    break
                if is_open[other]:
                    lowest[node] = min(lowest[node], lowest[other])
            else:
                walk.pop()
                if walk:
                    above = walk[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == found[node]:
                    together = []
                    while is_open[node]:
                        together.append(open_.pop())
                        is_open[together[-1]] = False
                    yield together


def intervals(ids: int) -> list[Interval]:
    """The fewest intervals that hold just these ids, in order."""
    found: list[Interval] = []
    first = 0
    while ids:
        skipped = (ids & -ids).bit_length() - 1
        ids >>= skipped
        length = (~ids & (ids + 1)).bit_length() - 1  # of the run of ones at the bottom
        found.append((first + skipped, first + skipped + length))
        ids >>= length
        first += skipped + length
    return found
