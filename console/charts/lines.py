"""Lines over time: each by a dash and a shape of its own, so that no colour is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from console.charts.frame import Value, figure

_LEFT, _TOP, _WIDTH, _HEIGHT, _FOOT = 52.0, 26.0, 620.0, 180.0, 24.0
_GRID = 4
_KINDS = ("solid", "dashed", "dotted")


@dataclass(frozen=True)
class Line:
    """Values over the same moments as the other lines; None where there is none."""

    label: str
    values: Sequence[float | None]
    shown: Sequence[Value]
    """Each value for the table, with what is behind it."""


def lines(
    name: str,
    title: str,
    about: str,
    moments: Sequence[str],
    over: str,
    of: Sequence[Line],
) -> Markup:
    """At most three lines. moments: labels below. over: what the moments are, for the table."""
    top = _nice(max((v for line in of for v in line.values if v is not None), default=0))
    drawing = Markup("").join(
        [
            _grid(top),
            *(_foot(at, moment, len(moments)) for at, moment in enumerate(moments)),
            *(_line(line, kind, top) for line, kind in zip(of, _KINDS, strict=False)),
            *(
                _key(at, line, kind)
                for at, (line, kind) in enumerate(zip(of, _KINDS, strict=False))
            ),
        ]
    )
    table = [(moment, [line.shown[at] for line in of]) for at, moment in enumerate(moments)]
    size = (_LEFT + _WIDTH + 16, _TOP + _HEIGHT + _FOOT)
    return figure(name, title, about, drawing, size, [over, *(line.label for line in of)], table)


def _nice(most: float) -> float:
    """The upper end of the scale: a number that is easily cut in four."""
    if most <= _GRID:
        return float(_GRID)
    step = 10 ** (len(str(int(most / _GRID))) - 1)
    return float(_GRID * step * ceil(most / _GRID / step))


def _x(at: int, count: int) -> float:
    return _LEFT + (_WIDTH * at / (count - 1) if count > 1 else _WIDTH / 2)


def _y(value: float, top: float) -> float:
    return _TOP + _HEIGHT * (1 - value / top)


def _grid(top: float) -> Markup:
    return Markup("").join(
        Markup(
            '<line class="grid" x1="{0:.0f}" y1="{2:.1f}" x2="{1:.0f}" y2="{2:.1f}"/>'
            '<text x="{3:.0f}" y="{4:.1f}" text-anchor="end">{5:,.0f}</text>'
        ).format(
            *(_LEFT, _LEFT + _WIDTH, _y(top * part / _GRID, top)),
            *(_LEFT - 6, _y(top * part / _GRID, top) + 4, top * part / _GRID),
        )
        for part in range(_GRID + 1)
    )


def _foot(at: int, moment: str, count: int) -> Markup:
    if at % max(1, ceil(count / 10)):
        return Markup("")
    return Markup('<text x="{:.1f}" y="{:.0f}" text-anchor="middle">{}</text>').format(
        _x(at, count), _TOP + _HEIGHT + 17, moment
    )


def _line(line: Line, kind: str, top: float) -> Markup:
    count = len(line.values)
    points = [(_x(at, count), _y(v, top)) for at, v in enumerate(line.values) if v is not None]
    if not points:
        return Markup("")
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    marks = Markup("").join(_mark(kind, x, y) for x, y in points) if count <= 35 else Markup("")
    return Markup('<polyline class="line {}" points="{}"/>{}').format(kind, path, marks)


def _mark(kind: str, x: float, y: float) -> Markup:
    if kind == "solid":
        return Markup('<circle class="point" cx="{:.1f}" cy="{:.1f}" r="3"/>').format(x, y)
    return Markup('<rect class="point hollow" x="{:.1f}" y="{:.1f}" width="5" height="5"/>').format(
        x - 2.5, y - 2.5
    )


def _key(at: int, line: Line, kind: str) -> Markup:
    x = _LEFT + 210 * at
    return Markup(
        '<polyline class="line {}" points="{:.0f},10 {:.0f},10"/>{}'
        '<text x="{:.0f}" y="14">{}</text>'
    ).format(kind, x, x + 30, _mark(kind, x + 15, 10), x + 38, line.label)
