"""When each phone of a transcript is spoken, found by the model that is to learn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from audio_models.graph.pronunciations import Pronunciation
from audio_models.train.align import NEVER, STEP_S, Scores

SILENCE = 0  # its number among the phones


@dataclass
class _Graph:
    """A node for each phone that may be spoken, and which may follow which (or itself)."""

    phones: list[int] = field(default_factory=list)
    edges: list[tuple[int, int]] = field(default_factory=list)

    def add(self, phone: int, after: Sequence[int]) -> int:
        node = len(self.phones)
        self.phones.append(phone)
        self.edges += [(node, node), *((before, node) for before in after)]
        return node


@dataclass(frozen=True)
class Alignment:
    """`phones[i]` lasts until `ends[i]`, in seconds.

    `fit`: by how much less than the best phones of all these ones score, a step; 0 at best.
    """

    phones: tuple[int, ...]
    ends: npt.NDArray[np.float64]
    fit: float


def align(scores: Scores, words: Sequence[Sequence[Sequence[int]]]) -> Alignment | None:
    """The best of all ways to say the words, each in one of its pronunciations.

    `scores`: shape (steps, phones), of every step being each phone. There may be silence around
    every word. None if there is too little time for the words.
    """
    graph, first, last = _graph(words)
    if len(scores) == 0:
        return None
    allowed = np.full((len(graph.phones), len(graph.phones)), NEVER)
    allowed[tuple(np.transpose(graph.edges))] = 0.0
    of_nodes = scores[:, graph.phones]
    total = np.full(len(graph.phones), NEVER)
    total[first] = of_nodes[0, first]
    came = np.zeros(of_nodes.shape, dtype=np.int64)
    for step in range(1, len(of_nodes)):
        arriving = total[:, None] + allowed
        came[step] = arriving.argmax(axis=0)
        total = arriving.max(axis=0) + of_nodes[step]
    node = last[int(np.argmax(total[last]))]
    if total[node] < NEVER / 2:
        return None
    path = [node]
    for step in range(len(of_nodes) - 1, 0, -1):
        path.append(int(came[step, path[-1]]))
    fit = (total[node] - scores.max(axis=1).sum()) / len(scores)
    return Alignment(*_phones(graph, path[::-1]), float(fit))


def _graph(words: Sequence[Sequence[Sequence[int]]]) -> tuple[_Graph, list[int], list[int]]:
    """The graph with the nodes it may begin with and those it may end with."""
    graph = _Graph()
    first = [graph.add(SILENCE, ())]
    last = first.copy()
    for number, pronunciations in enumerate(words):
        ends = []
        for phones in pronunciations:
            before: Sequence[int] = last
            for place, phone in enumerate(phones):
                node = graph.add(phone, before)
                if number == place == 0:
                    first.append(node)
                before = [node]
            ends.append(node)
        last = [*ends, graph.add(SILENCE, ends)]
    return graph, first, last


def _phones(graph: _Graph, path: Sequence[int]) -> tuple[tuple[int, ...], npt.NDArray[np.float64]]:
    changes = [i for i in range(1, len(path)) if path[i] != path[i - 1]]
    phones = tuple(graph.phones[path[i]] for i in [0, *changes])
    return phones, np.array([*changes, len(path)]) * STEP_S


def numbered(
    pronunciations: Sequence[Pronunciation], phone_index: dict[str, int]
) -> list[tuple[int, ...]]:
    """Pronunciations as the numbers of their phones."""
    return [tuple(phone_index[phone] for phone in said) for said in pronunciations]
