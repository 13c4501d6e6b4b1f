"""Steps that lead nowhere, or that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.finding import Finding
from flows.check.flowset import FlowSet, at, at_step
from flows.check.graph import reachable, reversed_ways, ways
from flows.flow import Flow
from flows.steps import Step
from flows.steps.end import End
from flows.steps.handoff import Handoff


def check_steps(flows: FlowSet) -> Iterator[Finding]:
    """Unknown steps, steps that nothing leads to, and steps from which there is no way out."""
    final = _ending(flows)
    for flow, step in flows.steps():
        for after in step.exits():
            if after not in flow.steps:
                yield at_step(flow, step, f"leads to {after}, which is not a step of this flow")
    for flow in flows.flows.values():
        graph = ways(flow)
        starts = [flow.start, *filter(None, [flow.header.menu])]
        for name in graph.keys() - reachable(graph, starts):
            yield at_step(flow, flow.steps[name], "nothing leads to this step")
        outs = [step.name for step in flow.steps.values() if _is_out(step, final)]
        for name in graph.keys() - reachable(reversed_ways(graph), outs):
            message = "is a dead end: no way leads to an end or a hand-off"
            yield at_step(flow, flow.steps[name], message)


def check_flows(flows: FlowSet) -> Iterator[Finding]:
    """Flows that nothing leads to, and flows that are run but do not exist."""
    run = {name for _, step in flows.steps() for name in step.runs()}
    for flow in flows.flows.values():
        if flow.name not in run and not flow.header.intents and not flow.header.handles:
            yield at(flow, None, "flow", "error", "nothing leads to this flow")
        for table in ("intents", "handles"):
            yield from _led_elsewhere(flows, flow, table)
    if flows.broken:
        return  # Any flow that seems to be missing may be in a file that could not be read.
    for flow, step in flows.steps():
        for name in step.runs():
            if name not in flows.flows:
                yield at_step(flow, step, f"runs the flow {name}, which does not exist")
    for handler in ("start", "person", "language", "stop", "no_match", "no_input", "failure"):
        if not flows.led_to(handler):
            yield Finding("library", 0, "", "error", f"no flow handles {handler}")


def _led_elsewhere(flows: FlowSet, flow: Flow, table: str) -> Iterator[Finding]:
    names = getattr(flow.header, table)
    for name in names:
        for other in flows.flows.values():
            if other.name < flow.name and name in getattr(other.header, table):
                message = f"{name} already leads to {other.file}"
                yield at(flow, None, table, "error", message)


def _is_out(step: Step, final: set[str]) -> bool:
    return isinstance(step, (End, Handoff)) or any(name in final for name in step.runs())


def _ending(flows: FlowSet) -> set[str]:
    """The flows that may end the conversation or hand it over."""
    final: set[str] = set()
    while True:
        more = {
            flow.name
            for flow, step in flows.steps()
            if isinstance(step, Handoff)
            or (isinstance(step, End) and step.end == "conversation")
            or any(name in final for name in step.runs())
        }
        if more == final:
            return final
        final = more
