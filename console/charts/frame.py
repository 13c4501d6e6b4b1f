"""What every chart has around it: a title, a description, and a table of the same values."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from console.texts import text

Value = tuple[str, str]
"""A value as it is shown, and the address of what is behind it; empty: nowhere."""


def figure(
    name: str,
    title: str,
    about: str,
    drawing: Markup,
    size: tuple[float, float],
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Value]]],
    role: str = "img",
) -> Markup:
    """A chart with its table.

    name: its id on the page. drawing: what stands inside the SVG of this size. heads: of the
    columns, that of the labels first. role: `group` where the drawing has links of its own.
    """
    svg = Markup(
        '<svg class="chart" role="{0}" viewBox="0 0 {1:.0f} {2:.0f}" width="{1:.0f}" '
        'height="{2:.0f}" font-size="12" aria-labelledby="{3}-title {3}-about">'
        '<title id="{3}-title">{4}</title><desc id="{3}-about">{5}</desc>{6}</svg>'
    ).format(role, *size, name, title, about, drawing)
    return Markup(
        '<figure class="chart" id="{}"><figcaption>{}</figcaption>'
        '<div class="chart-scroll" tabindex="0" role="region" aria-label="{}">{}</div>'
        "<details><summary>{}</summary>{}</details></figure>"
    ).format(name, title, title, svg, text("charts.as_table"), _table(title, heads, rows))


def _table(title: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Value]]]) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            label, Markup("").join(map(_cell, values))
        )
        for label, values in rows
    )
    return Markup(
        '<div class="chart-scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="small"><caption class="unseen">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(title, title, head, body)


def _cell(value: Value) -> Markup:
    shown, address = value
    if not address:
        return Markup('<td class="number">{}</td>').format(shown)
    return Markup('<td class="number"><a href="{}">{}</a></td>').format(address, shown)


def cut(label: str, most: int) -> str:
    """At most so many letters of a label; an ideograph is as wide as two."""
    width = 0
    for at, letter in enumerate(label):
        width += 2 if ord(letter) > 0x2E80 else 1
        if width > most:
            return label[: max(1, at - 1)] + "…"
    return label
