"""How the steps of a flow hang together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from flows.flow import Flow

N = TypeVar("N", bound=Hashable)


def ways(flow: Flow) -> dict[str, set[str]]:
    """The steps that may come after each step, as far as they exist."""
    return {
        name: {after for after in step.exits() if after in flow.steps}
        for name, step in flow.steps.items()
    }


def reachable(graph: Mapping[N, Iterable[N]], starts: Iterable[N]) -> set[N]:
    """Everything that can be reached from `starts`, which belong to it."""
    seen: set[N] = set()
    todo = list(starts)
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo.extend(graph.get(node, ()))
    return seen


def reversed_ways(graph: Mapping[N, Iterable[N]]) -> dict[N, set[N]]:
    """The same graph walked backwards."""
    back: dict[N, set[N]] = {node: set() for node in graph}
    for node, following in graph.items():
        for after in following:
            back.setdefault(after, set()).add(node)
    return back


def rings(graph: Mapping[N, Iterable[N]]) -> list[set[N]]:
    """The groups of nodes that lie on a common cycle."""
    ahead = {node: reachable(graph, graph[node]) for node in graph}
    found: list[set[N]] = []
    for node in graph:
        if node in ahead[node] and not any(node in ring for ring in found):
            found.append({other for other in ahead[node] if node in ahead.get(other, ())})
    return found
