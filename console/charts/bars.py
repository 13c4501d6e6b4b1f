"""Bars, one below the other, each with its label and its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from console.charts.frame import cut, figure

_LABEL, _BAR, _NUMBER, _ROW = 190.0, 250.0, 110.0, 24.0


@dataclass(frozen=True)
class Bar:
    """A value with its label. `address`: of what is behind it, or empty."""

    label: str
    value: float
    shown: str
    address: str = ""


def bars(name: str, title: str, about: str, heads: tuple[str, str], rows: Sequence[Bar]) -> Markup:
    """A bar a row, in the order given. heads: of the table, over labels and over values."""
    most = max((row.value for row in rows), default=0) or 1
    drawing = Markup("").join(_bar(at, row, most) for at, row in enumerate(rows))
    size = (_LABEL + _BAR + _NUMBER, _ROW * max(1, len(rows)) + 4)
    table = [(row.label, [(row.shown, row.address)]) for row in rows]
    return figure(name, title, about, drawing, size, heads, table, role="group")


def _bar(at: int, row: Bar, most: float) -> Markup:
    top, width = _ROW * at + 2, _BAR * max(0.0, row.value) / most
    drawn = Markup(
        "<title>{}: {}</title>"
        '<text x="{:.0f}" y="{:.0f}" text-anchor="end">{}</text>'
        '<rect class="bar" x="{:.0f}" y="{:.0f}" width="{:.1f}" height="{:.0f}"/>'
        '<text class="count" x="{:.1f}" y="{:.0f}">{}</text>'
    ).format(
        *(row.label, row.shown),
        *(_LABEL - 8, top + 16, cut(row.label, 28)),
        *(_LABEL, top + 3, max(1.0, width), _ROW - 6),
        *(_LABEL + width + 6, top + 16, row.shown),
    )
    if not row.address:
        return Markup("<g>{}</g>").format(drawn)
    return Markup('<a href="{}">{}</a>').format(row.address, drawn)
