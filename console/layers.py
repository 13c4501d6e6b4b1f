"""Lays a graph out from top to bottom: layers by the longest path, few crossings, back edges apart.

A drawing has a row of boxes, a row of labels, a row of boxes …: every edge goes through a place of
its own in each row that it crosses, so that no label lies on another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

MOST_IN_A_ROW = 5
_APART = 12.0
"""Between two neighbours of a row, in pixels, as every other measure here."""
_GAP = 20.0
_LANE = 12.0
_THREAD = 4.0
"""Width of an edge that passes a row without a label."""
_SWEEPS = 8
Pair = tuple[str, str]
Point = tuple[float, float]


@dataclass(frozen=True)
class Size:
    """What a box or a label takes."""

    width: float
    height: float


@dataclass
class Layout:
    """Where everything is: boxes and labels by their middle, edges by the points on their way."""

    width: float = 0
    height: float = 0
    boxes: dict[str, Point] = field(default_factory=dict)
    labels: dict[Pair, Point] = field(default_factory=dict)
    routes: dict[Pair, list[Point]] = field(default_factory=dict)
    back: set[Pair] = field(default_factory=set)
    """Edges that lead up again; their routes have right angles."""


def lay_out(start: str, boxes: Mapping[str, Size], edges: Mapping[Pair, Size | None]) -> Layout:
    """boxes: by name, in the order that is kept where nothing else decides. edges: by the two boxes
    that they join, with what their label takes (None: no label)."""
    order, back = _walk(start, boxes, edges)
    rows = _rows(order, [pair for pair in edges if pair not in back])
    rank = {name: number for number, row in enumerate(rows) for name in row}
    levels, sizes, joined = _levels(rows, rank, boxes, edges, back)
    _sort(levels, joined)
    across = _across(levels, sizes, joined)
    down = _down(levels, sizes)
    return _drawn(levels, sizes, across, down, rank, edges, back)


def _walk(
    start: str, boxes: Mapping[str, Size], edges: Mapping[Pair, Size | None]
) -> tuple[list[str], set[Pair]]:
    """The boxes as they are met, and the edges that lead back to where one has come from."""
    after: dict[str, list[str]] = {name: [] for name in boxes}
    for source, target in edges:
        after[source].append(target)
    order: list[str] = []
    back: set[Pair] = set()
    done: set[str] = set()
    for root in (start, *boxes):
        stack = [(root, iter(after[root]))] if root not in order else []
        order += [root] if stack else []
        while stack:
            name, rest = stack[-1]
            onto = next(rest, None)
            if onto is None:
                done.add(name)
                stack.pop()
            elif onto in order and onto not in done:
                back.add((name, onto))
            elif onto not in order:
                order.append(onto)
                stack.append((onto, iter(after[onto])))
    return order, back


def _rows(order: Sequence[str], forward: Sequence[Pair]) -> list[list[str]]:
    """Each box below all that lead to it, at most MOST_IN_A_ROW beside one another."""
    depth = dict.fromkeys(order, 0)
    for _ in order:
        moved = False
        for source, target in forward:
            if depth[target] <= depth[source]:
                depth[target], moved = depth[source] + 1, True
        if not moved:
            break
    rows = []
    for level in range(max(depth.values(), default=0) + 1):
        here = [name for name in order if depth[name] == level]
        number = -(-len(here) // MOST_IN_A_ROW) or 1
        most = -(-len(here) // number)
        rows += [here[at : at + most] for at in range(0, len(here), most or 1)]
    return rows


def _levels(
    rows: Sequence[Sequence[str]],
    rank: Mapping[str, int],
    boxes: Mapping[str, Size],
    edges: Mapping[Pair, Size | None],
    back: set[Pair],
) -> tuple[list[list[str]], dict[str, Size], list[Pair]]:
    """Rows of boxes and of labels by turns, the size of all in them, and what is joined."""
    levels: list[list[str]] = [[] for _ in range(2 * len(rows))]
    for number, row in enumerate(rows):
        levels[2 * number] = list(row)
    sizes, joined = dict(boxes), []
    for (source, target), label in edges.items():
        first = 2 * rank[source] + 1
        last = first + 1 if (source, target) in back else 2 * rank[target]
        before = source
        for level in range(first, last):
            place = _place((source, target), level)
            sizes[place] = label if label and level == first else Size(_THREAD, 0)
            levels[level].append(place)
            joined.append((before, place))
            before = place
        if (source, target) not in back:
            joined.append((before, target))
    return levels, sizes, joined


def _place(pair: Pair, level: int) -> str:
    return f"{pair[0]}\0{pair[1]}\0{level}"


def _neighbours(joined: Sequence[Pair]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for upper, lower in joined:
        above.setdefault(lower, []).append(upper)
        below.setdefault(upper, []).append(lower)
    return above, below


def _sort(levels: list[list[str]], joined: Sequence[Pair]) -> None:
    """Order each row by the middle of its neighbours, downwards and upwards by turns."""
    above, below = _neighbours(joined)
    for sweep in range(_SWEEPS):
        near, rows = (above, levels[1:]) if sweep % 2 == 0 else (below, levels[-2::-1])
        at = {name: (n + 0.5) / len(row) for row in levels for n, name in enumerate(row)}
        for row in rows:
            row.sort(key=lambda name: _middle(near.get(name, ()), at, at[name]))
            at |= {name: (n + 0.5) / len(row) for n, name in enumerate(row)}


def _middle(names: Sequence[str], at: Mapping[str, float], otherwise: float) -> float:
    return sum(at[name] for name in names) / len(names) if names else otherwise


def _across(
    levels: Sequence[Sequence[str]], sizes: Mapping[str, Size], joined: Sequence[Pair]
) -> dict[str, float]:
    """The middle of everything from the left: as near to its neighbours as the row lets it be."""
    above, below = _neighbours(joined)
    at: dict[str, float] = dict.fromkeys(sizes, 0.0)
    for sweep in range(_SWEEPS):
        near, rows = (above, levels) if sweep % 2 == 0 else (below, levels[::-1])
        for row in rows:
            wanted = [_middle(near.get(name, ()), at, at[name]) for name in row]
            at |= zip(row, _spread(row, wanted, sizes), strict=True)
    left = min((at[name] - size.width / 2 for name, size in sizes.items()), default=0)
    return {name: x - left + _APART for name, x in at.items()}


def _spread(row: Sequence[str], wanted: Sequence[float], sizes: Mapping[str, Size]) -> list[float]:
    """The places nearest to the wanted ones at which nothing overlaps (pool adjacent violators)."""
    offsets = [0.0]
    for left, right in pairwise(row):
        between = (sizes[left].width + sizes[right].width) / 2 + _APART
        offsets.append(offsets[-1] + between)
    pools: list[tuple[float, float, int]] = []  # mean, weight, members
    for want, offset, name in zip(wanted, offsets, row, strict=False):
        mean, weight, members = want - offset, 1.0 if "\0" not in name else 4.0, 1
        while pools and pools[-1][0] >= mean:
            other, heavy, more = pools.pop()
            mean = (mean * weight + other * heavy) / (weight + heavy)
            weight, members = weight + heavy, members + more
        pools.append((mean, weight, members))
    means = [mean for mean, _, members in pools for _ in range(members)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]


def _down(levels: Sequence[Sequence[str]], sizes: Mapping[str, Size]) -> list[tuple[float, float]]:
    """Top and bottom of each row."""
    found, y = [], 2 * _GAP
    for row in levels:
        height = max((sizes[name].height for name in row), default=0)
        found.append((y, y + height))
        y += height + _GAP
    return found


def _drawn(
    levels: Sequence[Sequence[str]],
    sizes: Mapping[str, Size],
    across: Mapping[str, float],
    down: Sequence[tuple[float, float]],
    rank: Mapping[str, int],
    edges: Mapping[Pair, Size | None],
    back: set[Pair],
) -> Layout:
    right = max((across[name] + size.width / 2 for name, size in sizes.items()), default=0)
    lanes = {target: number for number, target in enumerate(dict.fromkeys(t for _, t in back))}
    made = Layout(right + _APART + _LANE * len(lanes), down[-1][1] + _GAP, back=back)
    for name in rank:
        top, _ = down[2 * rank[name]]
        made.boxes[name] = (across[name], top + sizes[name].height / 2)
    for pair, label in edges.items():
        source, target = pair
        first = 2 * rank[source] + 1
        points = [(across[source], made.boxes[source][1] + sizes[source].height / 2)]
        for level in range(first, first + 1 if pair in back else 2 * rank[target]):
            x = across[_place(pair, level)]
            points += [(x, down[level][0]), (x, down[level][1])]
        if label:
            made.labels[pair] = (points[1][0], down[first][0] + label.height / 2)
        if pair in back:
            aside = right + _APART / 2 + _LANE * lanes[target]
            low, high = points[-1][1] + _GAP / 3, down[2 * rank[target]][0] - _GAP / 2
            end = across[target] + sizes[target].width / 4
            points += [(points[-1][0], low), (aside, low), (aside, high), (end, high)]
            points.append((end, down[2 * rank[target]][0]))
        else:
            points.append((across[target], down[2 * rank[target]][0]))
        made.routes[pair] = points
    return made
