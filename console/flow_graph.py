"""A flow as a drawing: a box a step, an arrow a way on, and the same as a list beneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from console.fitting import cut, wrapped
from console.flow_ways import Pair, ways, words
from console.layers import Layout, Point, Size, lay_out
from console.texts import language as reading
from console.texts import text
from flows.flow import Flow
from flows.steps import Step

WIDTH = 196.0
"""Of a box, in pixels."""
WIDEST = 1600
"""Up to which a drawing is made smaller where the window is; a wider one is scrolled."""
_LINE = 15.0
_LABEL = 112.0
_WORDS, _SHORT, _NAME = 27, 17, 21
"""Letters that fit into a line of a box, of a label, and beside a count; an ideograph is two."""


@dataclass(frozen=True)
class Mark:
    """A figure on a step or on an arrow."""

    count: int | None
    """How many; None where only the note is shown."""
    note: str = ""
    """A few words under the count ("12 % leave here"). Shown whole as a tooltip and in the list."""
    strength: float = 0.0
    """0 to 1: how strongly a step is tinted, how thick an arrow is."""


Marks = Mapping[Any, Mark]
"""By the name of a step (str), or by (step, target) for an arrow; of both in one mapping."""


def draw(
    flow: Flow,
    marks: Marks | None = None,
    *,
    label: str,
    language: str = "",
    link: Callable[[str], str] = lambda step: f"#step-{step}",
    runs: Callable[[str], str] | None = None,
) -> Markup:
    """Inline SVG of the flow, followed by a list of the same for who cannot see it.

    label: what the drawing is called. language: of the texts in the boxes; the reader's where it
    is empty. link: the address of a step by its name. runs: the address of another flow that a step
    runs; None: it is named without a link. The page links `flow_graph.css`.
    """
    drawing = _Drawing(flow, marks or {}, language or reading(), link)
    return Markup('<figure class="flow-figure">{}{}</figure>').format(
        drawing.picture(label), drawing.list(runs)
    )


class _Drawing:
    def __init__(self, flow: Flow, marks: Marks, language: str, link: Callable[[str], str]) -> None:
        self._flow, self._marks, self._link, self._language = flow, marks, link, language
        self._ways = ways(flow, language)
        self._labels = {pair: self._label(pair) for pair in self._ways}
        self._boxes = {name: self._lines(step) for name, step in flow.steps.items()}
        sizes = {name: Size(WIDTH, 12 + _LINE * len(lines)) for name, lines in self._boxes.items()}
        space = {
            pair: Size(_LABEL, _LINE * len(lines)) if lines else None
            for pair, lines in self._labels.items()
        }
        self._sizes = sizes
        self._layout: Layout = lay_out(flow.start, sizes, space)

    def picture(self, label: str) -> Markup:
        """The drawing."""
        made, name = self._layout, self._flow.name
        counts = {"steps": len(self._flow.steps), "ways": len(self._ways)}
        about = text("flow_graph.about", **counts)
        wide = " wide" if made.width > WIDEST else ""
        arrows = Markup("").join(self._arrow(pair) for pair in self._ways)
        boxes = Markup("").join(self._box(step) for step in self._flow.steps.values())
        return Markup(
            '<div class="flow-scroll"><svg class="flow-graph{6}" role="group" width="{0:.0f}" '
            'height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}" font-size="12" '
            'aria-labelledby="graph-title-{2} graph-about-{2}">'
            '<title id="graph-title-{2}">{3}</title><desc id="graph-about-{2}">{4}</desc>'
            '<defs><marker id="graph-tip-{2}" viewBox="0 0 8 8" refX="7" refY="4" '
            'markerUnits="userSpaceOnUse" markerWidth="8" markerHeight="8" orient="auto">'
            '<path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>{5}</svg></div>'
        ).format(made.width, made.height, name, label, about, arrows + boxes, wide)

    def _arrow(self, pair: Pair) -> Markup:
        made, mark = self._layout, self._marks.get(pair)
        points = made.routes[pair]
        path = _angled(points) if pair in made.back else _curved(points)
        width = 1.4 + 8 * _share(mark)
        lines = Markup("")
        if pair in made.labels:
            lines = _text(made.labels[pair], self._labels[pair], "middle")
        return Markup(
            '<g class="{}"><title>{}</title><path d="{}" fill="none" stroke-width="{:.1f}" '
            'marker-end="url(#graph-tip-{})"/>{}</g>'
        ).format(
            "way back" if pair in made.back else "way",
            self._told(pair),
            path,
            width,
            self._flow.name,
            lines,
        )

    def _box(self, step: Step) -> Markup:
        (x, y), size = self._layout.boxes[step.name], self._sizes[step.name]
        mark = self._marks.get(step.name)
        left, top = x - size.width / 2, y - size.height / 2
        frame = Markup(
            '<rect class="frame" x="{0:.1f}" y="{1:.1f}" width="{2:.0f}" height="{3:.0f}" rx="5"/>'
            '<rect class="tint" x="{0:.1f}" y="{1:.1f}" width="{2:.0f}" height="{3:.0f}" rx="5" '
            'fill-opacity="{4:.2f}"/>'
        ).format(left, top, size.width, size.height, 0.3 * _share(mark))
        count = Markup("")
        if mark and mark.count is not None:
            count = Markup(
                '<text class="count" x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>'
            ).format(left + size.width - 8, top + 17, mark.count)
        lines = _text((left + 9, y), self._boxes[step.name], "start")
        first = " first" if step.name == self._flow.start else ""
        return Markup(
            '<a id="graph-{}-{}" class="step {}{}" href="{}"><title>{}</title>{}{}{}</a>'
        ).format(
            self._flow.name,
            step.name,
            step.kind,
            first,
            self._link(step.name),
            self._title(step),
            frame,
            lines,
            count,
        )

    def _lines(self, step: Step) -> list[str]:
        """What stands in the box of a step: its name, its kind, the first words of its text."""
        name = step.name.replace("_", " ")
        lines = [cut(name, _NAME), cut(text(f"flow_graph.kind.{step.kind}"), _WORDS)]
        lines += wrapped(words(step, self._language), _WORDS, 2)
        mark = self._marks.get(step.name)
        return [*lines, cut(mark.note, _WORDS)] if mark and mark.note else lines

    def _label(self, pair: Pair) -> list[str]:
        mark = self._marks.get(pair)
        lines = wrapped(self._ways[pair], _SHORT, 2)
        if mark:
            shown = " ".join(filter(None, [_counted(mark), mark.note]))
            lines += [cut(shown, _SHORT)] if shown else []
        return lines

    def _title(self, step: Step) -> str:
        said = words(step, self._language)
        kind = text(f"flow_graph.kind.{step.kind}")
        mark = self._marks.get(step.name)
        parts = [f"{step.name.replace('_', ' ')}: {kind}", said, *_figures(mark)]
        return ". ".join(filter(None, parts))

    def _told(self, pair: Pair) -> str:
        source, target = (name.replace("_", " ") for name in pair)
        parts = [f"{source} → {target}", self._ways[pair], *_figures(self._marks.get(pair))]
        return ", ".join(filter(None, parts))

    def list(self, runs: Callable[[str], str] | None) -> Markup:
        """The steps and where they lead, as text."""
        items = Markup("").join(self._item(step, runs) for step in self._flow.steps.values())
        return Markup(
            '<details class="flow-list"><summary>{}</summary><ol>{}</ol></details>'
        ).format(text("flow_graph.as_list"), items)

    def _item(self, step: Step, runs: Callable[[str], str] | None) -> Markup:
        on = [
            (target, self._told((source, target)))
            for source, target in self._ways
            if source == step.name
        ]
        ways_on = Markup("").join(
            Markup('<li><a href="{}">{}</a></li>').format(self._link(target), told)
            for target, told in on
        )
        others = Markup("").join(
            Markup('<li>{} <a href="{}">{}</a></li>').format(
                text("flow_graph.runs"), runs(name), name.replace("_", " ")
            )
            if runs
            else Markup("<li>{} {}</li>").format(text("flow_graph.runs"), name.replace("_", " "))
            for name in dict.fromkeys(step.runs())
        )
        end = "" if on or others else Markup("<li>{}</li>").format(text("flow_graph.ends"))
        return Markup('<li><a href="{}">{}</a><ul>{}{}{}</ul></li>').format(
            self._link(step.name), self._title(step), others, ways_on, end
        )


def _share(mark: Mark | None) -> float:
    return min(1.0, max(0.0, mark.strength)) if mark else 0.0


def _counted(mark: Mark) -> str:
    return "" if mark.count is None else str(mark.count)


def _figures(mark: Mark | None) -> list[str]:
    return [_counted(mark), mark.note] if mark else []


def _text(at: Point, lines: list[str], anchor: str) -> Markup:
    """Lines of text around the height of a point; the first of several is the heading of a box."""
    x, top = at[0], at[1] - _LINE * len(lines) / 2 + 11
    spans = Markup("").join(
        Markup('<tspan x="{:.1f}" y="{:.1f}" class="line-{}">{}</tspan>').format(
            x, top + _LINE * number, number, line
        )
        for number, line in enumerate(lines)
    )
    return Markup('<text text-anchor="{}">{}</text>').format(anchor, spans)


def _angled(points: list[Point]) -> str:
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _curved(points: list[Point]) -> str:
    """Straight down through each row, in a curve from one to the next."""
    path, (x, y) = f"M{points[0][0]:.1f} {points[0][1]:.1f}", points[0]
    for to_x, to_y in points[1:]:
        half = (y + to_y) / 2
        path += f"C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}"
        x, y = to_x, to_y
    return path
