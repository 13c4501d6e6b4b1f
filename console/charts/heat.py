"""A heat map: a number in every cell, and a tint that grows with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from console.charts.frame import cut, figure

_LABEL, _CELL, _ROW, _HEAD = 96.0, 38.0, 26.0, 20.0


@dataclass(frozen=True)
class Cell:
    """A value as it is shown, and the address of what is behind it."""

    value: float
    shown: str
    address: str = ""


def heat(
    name: str,
    title: str,
    about: str,
    over: str,
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
) -> Markup:
    """A row of cells for each label. over: what the labels are; heads: of the columns."""
    most = max((cell.value for _, cells in rows for cell in cells), default=0) or 1
    drawing = Markup("").join(
        [
            *(_head(at, head) for at, head in enumerate(heads)),
            *(_row(at, label, cells, most) for at, (label, cells) in enumerate(rows)),
        ]
    )
    table = [(label, [(cell.shown, cell.address) for cell in cells]) for label, cells in rows]
    size = (_LABEL + _CELL * len(heads) + 4, _HEAD + _ROW * len(rows) + 4)
    return figure(name, title, about, drawing, size, [over, *heads], table)


def _head(at: int, head: str) -> Markup:
    return Markup('<text x="{:.0f}" y="14" text-anchor="middle">{}</text>').format(
        _LABEL + _CELL * (at + 0.5), head
    )


def _row(at: int, label: str, cells: Sequence[Cell], most: float) -> Markup:
    top = _HEAD + _ROW * at
    drawn = Markup("").join(
        Markup(
            '<rect class="cell" x="{:.0f}" y="{:.0f}" width="{:.0f}" height="{:.0f}" '
            'fill-opacity="{:.2f}"/><text x="{:.0f}" y="{:.0f}" text-anchor="middle">{}</text>'
        ).format(
            *(_LABEL + _CELL * column, top, _CELL - 2, _ROW - 2, 0.45 * cell.value / most),
            *(_LABEL + _CELL * (column + 0.5) - 1, top + 16, cell.shown),
        )
        for column, cell in enumerate(cells)
    )
    return Markup('<text x="{:.0f}" y="{:.0f}" text-anchor="end">{}</text>{}').format(
        _LABEL - 8, top + 16, cut(label, 14), drawn
    )
