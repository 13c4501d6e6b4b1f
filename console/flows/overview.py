"""All flows, and one flow with its graph, where callers are in it now, and its texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for

from console.access import asked_by_page, needs
from console.desk import Desk
from console.flow_bench import Bench
from console.flow_graph import Mark, draw
from console.texts import language as reading
from console.texts import text
from conversation.authoring import texts_of
from flows.flow import Flow
from flows.overrides import NAME, read
from flows.rehearsal import Said, rehearse
from storage.rights import Right

UNCHANGED = 204


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list of flows, the page of one, and the figures that both ask for."""
    bench = desk.flows
    assert bench is not None

    @pages.get("/flows")
    @needs(Right.READ_FLOWS)
    def flows() -> str:
        library, (number, _) = bench.library, bench.authoring.in_use.at()
        own = Counter(place.file for place in read(library.files.get(NAME, "")))
        return render_template(
            "console/flows/list.html",
            flows=[library.flows[name] for name in sorted(library.flows)],
            title=lambda flow: flow.title.template(reading(), "voice"),
            library=library,
            number=number,
            own=own,
            flow_of={flow.file: flow for flow in library.flows.values()},
            moved=bench.authoring.moved_below(),
            waiting=bench.authoring.changes.with_status("waiting"),
            **_now(desk),
        )

    @pages.get("/flows/news")
    @needs(Right.READ_FLOWS)
    @asked_by_page
    def flows_news() -> str | Response:
        now = _now(desk)
        if request.args.get("seen") == now["seen"]:
            return Response(status=UNCHANGED)
        return render_template("console/flows/now.html", **now)

    @pages.get("/flows/<flow>")
    @needs(Right.READ_FLOWS)
    def flow(flow: str) -> str:
        one, library = bench.flow(flow), bench.library
        return render_template(
            "console/flows/flow.html",
            flow=one,
            library=library,
            texts=_by_step(one),
            said=_said(bench, one),
            measures=bench.measures,
            own={
                (place.path, place.language)
                for place in read(library.files.get(NAME, ""))
                if place.file == one.file
            },
            **_graph(desk, one),
        )

    @pages.get("/flows/<flow>/news")
    @needs(Right.READ_FLOWS)
    @asked_by_page
    def flow_news(flow: str) -> str | Response:
        graph = _graph(desk, bench.flow(flow))
        if request.args.get("seen") == graph["seen"]:
            return Response(status=UNCHANGED)
        return render_template("console/flows/graph.html", flow=bench.flow(flow), **graph)


def _by_step(flow: Flow) -> dict[str, list[object]]:
    """The texts of each step; those of the flow itself under no name."""
    found: dict[str, list[object]] = {"": [], **{name: [] for name in flow.steps}}
    for one in texts_of(flow):
        found[one.step].append(one)
    return found


def _said(bench: Bench, flow: Flow) -> dict[tuple[str, bool, str, str], Said]:
    """What is said, by step, whether in other words, language and way."""
    return {
        (one.step, one.again, language, one.way): one
        for language in bench.library.languages
        for one in rehearse(bench.library, flow.name, language)
    }


def _now(desk: Desk) -> dict[str, object]:
    """How many people are in each flow now."""
    counts: Counter[str] = Counter()
    for place, count in desk.watching.places(desk.clock()).items():
        counts[place.partition(".")[0]] += count
    seen = ",".join(f"{name}:{count}" for name, count in sorted(counts.items()))
    return {"counts": counts, "seen": seen}


def _graph(desk: Desk, flow: Flow) -> dict[str, object]:
    """The drawing, with how many people wait at each step now."""
    places = desk.watching.places(desk.clock())
    prefix = f"{flow.name}."
    here = {p.removeprefix(prefix): n for p, n in places.items() if p.startswith(prefix)}
    title = text("flows.graph_of", title=flow.title.template(reading(), "voice"))
    drawing = draw(
        flow, _marks(here), label=title, runs=lambda name: url_for("console.flow", flow=name)
    )
    seen = ",".join(f"{name}:{count}" for name, count in sorted(here.items()))
    return {"drawing": drawing, "callers": sum(here.values()), "seen": seen}


def _marks(here: Mapping[str, int]) -> dict[str, Mark]:
    most = max(here.values(), default=1)
    return {step: Mark(count, text("flows.here_now"), count / most) for step, count in here.items()}
