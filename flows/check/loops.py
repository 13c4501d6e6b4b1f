"""Rounds that a turn could go for ever, because nothing in them waits for the person."""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.finding import Finding
from flows.check.flowset import FlowSet, at_step
from flows.check.graph import reachable, rings, ways
from flows.flow import Flow
from flows.steps import Step
from flows.steps.ask import Ask
from flows.steps.end import End
from flows.steps.run import Run
from flows.steps.set import Set

Place = tuple[str, str]
"""Flow and step."""


def check_loops(flows: FlowSet) -> Iterator[Finding]:
    """Rounds without a question, through other flows as well, and rounds past filled slots."""
    found: set[Place] = set()
    for ring in rings(_without_asking(flows)):
        found |= ring
        yield _finding(flows, ring, "goes round without asking anything")
    for flow in flows.flows.values():
        for names in _past_filled(flow, flows):
            ring = {(flow.name, name) for name in names}
            if not ring & found:
                yield _finding(flows, ring, "goes round for ever once its slots are filled")


def _finding(flows: FlowSet, ring: set[Place], message: str) -> Finding:
    flow_name, name = min(ring, key=lambda place: flows.flows[place[0]].steps[place[1]].line)
    flow = flows.flows[flow_name]
    one_flow = len({place[0] for place in ring}) == 1
    names = sorted(step if one_flow else f"{where}.{step}" for where, step in ring)
    return at_step(flow, flow.steps[name], f"{message}: {', '.join(names)}")


def _without_asking(flows: FlowSet) -> dict[Place, set[Place]]:
    """Every step that does not ask, and what it goes on to within the same turn."""
    silent = _silent(flows)
    graph: dict[Place, set[Place]] = {}
    for flow, step in flows.steps():
        if step.asks:
            continue
        here = graph.setdefault((flow.name, step.name), set())
        if not isinstance(step, Run) or step.run in silent:
            here |= {(flow.name, after) for after in step.exits() if after in flow.steps}
        here |= {(name, flows.flows[name].start) for name in step.runs() if name in flows.flows}
    return {
        place: {after for after in following if after in graph}
        for place, following in graph.items()
    }


def _silent(flows: FlowSet) -> set[str]:
    """The flows that may be gone through without a question."""
    silent: set[str] = set()
    while True:
        more = {flow.name for flow in flows.flows.values() if _passes(flow, silent)}
        if more == silent:
            return silent
        silent = more


def _passes(flow: Flow, silent: set[str]) -> bool:
    graph = {
        name: set()
        if step.asks or (isinstance(step, Run) and step.run not in silent)
        else {after for after in step.exits() if after in flow.steps}
        for name, step in flow.steps.items()
    }
    return any(isinstance(flow.steps[name], End) for name in reachable(graph, [flow.start]))


def _asks_anew(step: Step, flows: FlowSet) -> bool:
    """Does it run a flow that asks something each time? That begins without answers, but for those
    that are handed in."""
    if not isinstance(step, Run) or step.run not in flows.flows:
        return False
    run = flows.flows[step.run]
    graph = {
        name: {after for after in one.exits() if after in run.steps}
        if not one.asks or (isinstance(one, Ask) and one.ask in step.arguments)
        else set()
        for name, one in run.steps.items()
    }
    return not any(isinstance(run.steps[name], End) for name in reachable(graph, [run.start]))


def _past_filled(flow: Flow, flows: FlowSet) -> Iterator[set[str]]:
    """Rounds in which every slot that is asked for stays filled, so that no question is put."""
    graph = {
        name: following
        for name, following in ways(flow).items()
        if (not flow.steps[name].asks or isinstance(flow.steps[name], Ask))
        and not _asks_anew(flow.steps[name], flows)
    }
    graph = {name: following & graph.keys() for name, following in graph.items()}
    for ring in rings(graph):
        emptied = {
            slot
            for name in ring
            if isinstance(step := flow.steps[name], Set)
            for slot, value in step.set.items()
            if value is None
        }
        asking = {name for name in ring if isinstance(flow.steps[name], Ask)}
        emptied |= {
            slot.name for name in asking for slot in flow.steps[name].slots() if slot.secret
        }
        stuck = ring - {name for name in asking if emptied & set(flow.steps[name].writes())}
        yield from rings({name: graph[name] & stuck for name in stuck})
