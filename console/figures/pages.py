"""The pages of figures: all of them, one flow, the conversations behind one, and downloads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from benefits.country import local
from console.access import needs, who
from console.desk import Desk
from console.figures import drawn, export, shown, steps, summary
from console.figures.spans import CHANNELS, LANGUAGES, SPANS, WEEK, Chosen, chosen
from console.flow_graph import draw
from flows import Library
from storage.figures import Wanted
from storage.rights import Right

MOST_MISSED = 20
"""Steps that are listed for being misunderstood."""
_LONGEST = 80
"""Characters of a name in an address."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add all of them."""
    _overview(pages, desk)
    _flow(pages, desk)
    _behind(pages, desk)
    _downloads(pages, desk)


def _overview(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/figures")
    @needs(Right.UNDERSTAND)
    def figures() -> str:
        choice, left = _chosen(desk)
        names = (*summary.NAMES, *steps.NAMES)
        totals = desk.figures.totals(choice.wanted, names)
        before = desk.figures.totals(choice.before, names)
        # Only the lines need a past that overlaps, where the span is longer than a week.
        days = desk.figures.by_day(choice.wanted, ("begun", "hour"))
        past = desk.figures.by_day(_week_before(choice.wanted), ("begun",))
        now = summary.summary(totals, steps.answers(totals), desk.prices)
        then = summary.summary(before, steps.answers(before), desk.prices)
        link = _link(choice)
        return render_template(
            "console/figures/figures.html",
            **_common(choice, left),
            figures=list(zip(now, then, strict=True)),
            begun=totals.get(("begun", "", ""), 0),
            shown_figures=shown,
            currency=desk.prices.currency,
            charts=drawn.charts(totals, days, past, choice.wanted, link),
            flows=steps.of_flows(totals),
            missed=_missed(desk, choice.wanted),
        )


def _flow(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/figures/flows/<name>")
    @needs(Right.UNDERSTAND)
    def figures_flow(name: str) -> str:
        library = desk.flows.library if desk.flows else _library()
        if name not in library.flows:
            abort(404)
        flow = library.flow(name)
        choice, left = _chosen(desk)
        totals = desk.figures.totals(choice.wanted, (*steps.NAMES, "way"))
        through = {one.step: one for one in steps.of_steps(totals, name)}
        whole = next((one for one in steps.of_flows(totals) if one.flow == name), None)
        return render_template(
            "console/figures/flow.html",
            **_common(choice, left),
            flow=name,
            whole=whole or steps.Through(name, ""),
            # Those of older versions of the flow, too, which the drawing has not.
            steps=[through.pop(step, steps.Through(name, step)) for step in flow.steps]
            + list(through.values()),
            shown_figures=shown,
            funnel=draw(
                flow,
                steps.marks(totals, name),
                label=name.replace("_", " "),
                link=lambda step: _link(choice)("passed", name, step),
                runs=lambda other: _address("flow", {"name": other, **choice.arguments}),
            ),
        )


def _behind(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/figures/behind")
    @needs(Right.UNDERSTAND)
    def figures_behind() -> str:
        choice, left = _chosen(desk)
        figure, flow, key = (
            request.args.get(part, "")[:_LONGEST] for part in ("figure", "flow", "key")
        )
        older = request.args.get("older", "")
        try:
            page = desk.figures.behind(choice.wanted, figure, flow, key, older)
        except KeyError:
            abort(404)
        onward = {**request.args.to_dict(), "older": page.older}
        return render_template(
            "console/figures/behind.html",
            **_common(choice, left),
            figure=figure,
            flow=flow,
            key=key,
            heading=drawn.heading(figure, key),
            shown_figures=shown,
            page=page,
            called=drawn.named,
            older=_address("behind", onward) if page.older else "",
        )


def _downloads(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/figures/export.<kind>")
    @needs(Right.UNDERSTAND)
    def figures_export(kind: str) -> Response:
        if kind not in export.KINDS:
            abort(404)
        choice, _ = _chosen(desk)
        wanted = choice.wanted
        named = f"benefitline-{wanted.first}-{wanted.last}.{kind}"
        desk.audit.record(who(), "export_figures", "figures", detail=named)
        body = export.KINDS[kind](desk.figures.every(wanted))
        return Response(
            body,
            mimetype=export.MEDIA[kind],
            headers={"Content-Disposition": f'attachment; filename="{named}"'},
        )


@cache
def _library() -> Library:
    return Library.load()


def _chosen(desk: Desk) -> tuple[Chosen, int]:
    """The choice of the form, and how many turns are not counted yet."""
    now = desk.clock()
    left = desk.figures.catch_up(now)
    return chosen(request.args, local(now).date()), left


def _common(choice: Chosen, left: int) -> dict[str, Any]:
    """What the head of each of the pages shows."""
    return {
        "choice": choice,
        "left": left,
        "spans": SPANS,
        "channels": CHANNELS,
        "languages": LANGUAGES,
        "link": _link(choice),
    }


def _link(choice: Chosen) -> Callable[..., str]:
    """Makes addresses of the conversations behind a figure: of all days, or of one."""

    def link(
        figure: str, flow: str = "", key: str = "", day: date | None = None, language: str = ""
    ) -> str:
        arguments = dict(choice.arguments)
        if language:
            arguments["language"] = language
        if day:
            arguments |= {"span": "own", "first": day.isoformat(), "last": day.isoformat()}
        parts = {"flow": flow, "key": key}
        arguments |= {name: part for name, part in parts.items() if part}
        return _address("behind", {"figure": figure, **arguments})

    return link


def _address(page: str, arguments: dict[str, Any]) -> str:
    return url_for(f"console.figures_{page}", **arguments)


def _week_before(wanted: Wanted) -> Wanted:
    return replace(wanted, first=wanted.first - WEEK, last=wanted.last - WEEK)


def _missed(desk: Desk, wanted: Wanted) -> list[tuple[str, steps.Through]]:
    """The steps that are misunderstood most often, by language: those with the most answers
    in vain first."""
    found = desk.figures.by_language(wanted, ("answered", "missed"))
    rows = [
        (
            language,
            steps.Through(
                flow, step, answered=found.get((language, "answered", flow, step), 0), missed=count
            ),
        )
        for (language, name, flow, step), count in found.items()
        if name == "missed"
    ]
    rows.sort(key=lambda row: (-row[1].missed, row[0], row[1].flow, row[1].step))
    return rows[:MOST_MISSED]
