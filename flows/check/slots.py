"""Slots and placeholders that hold nothing where they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.check.finding import Finding
from flows.check.flowset import FlowSet, at, at_step
from flows.check.graph import reachable, reversed_ways, ways
from flows.check.world import World
from flows.draft import MANNERS, SHARED
from flows.flow import Flow
from flows.forms import FORMS
from flows.steps import Step
from flows.steps.call import LEVEL, Call
from flows.steps.choose import LABEL, Choose
from flows.steps.menu import Menu
from flows.steps.run import Run

_ALWAYS = "caller channel language unfinished may_record intent said subject assurance"
ALWAYS = frozenset((*_ALWAYS.split(), *MANNERS, "may_remember", "recalled"))

HANDED_IN: Mapping[str, tuple[str, ...]] = {"step_up": (LEVEL,), "stop_change": ("reference",)}
"""By what leads to a flow, the slots that the engine fills for it."""


def check_slots(flows: FlowSet, world: World) -> Iterator[Finding]:
    """What a step reads must have been written on some way to it, with the fields it reads."""
    shared, handed = _shared(flows), _handed_in(flows)
    for flow in flows.flows.values():
        known = handed[flow.name]
        before = reversed_ways(ways(flow))
        for step in flow.steps.values():
            earlier = [flow.steps[name] for name in reachable(before, before[step.name])]
            written = known | {slot for other in earlier for slot in other.writes()}
            for path, where in _reads(flow, step):
                problem = _problem(path, written, shared, earlier, world)
                if problem:
                    yield at(flow, step, where, "error", problem)
            yield from _formats(flow, step)


def _shared(flows: FlowSet) -> set[str]:
    """Slots of the whole conversation that any flow writes."""
    return {slot for _, step in flows.steps() for slot in step.writes() if slot.startswith(SHARED)}


def _handed_in(flows: FlowSet) -> dict[str, set[str]]:
    """By flow, the slots that others fill when they run it."""
    handed = {
        flow.name: {*flow.header.also}.union(*(HANDED_IN.get(w, ()) for w in flow.header.handles))
        for flow in flows.flows.values()
    }
    for _, step in flows.steps():
        if isinstance(step, Run):
            handed.setdefault(step.run, set()).update(step.arguments)
    return handed


def _reads(flow: Flow, step: Step) -> Iterator[tuple[str, str]]:
    """Each path that the step reads, with where it does."""
    for path in step.reads():
        yield path, f"steps.{step.name}.{_section(step)}"
    for where, text in step.texts():
        if isinstance(step, Choose) and where == LABEL:
            continue
        for path, _ in dict.fromkeys(text.placeholders()):
            if not (path == "choices" and isinstance(step, (Menu, Choose))):
                yield path, f"steps.{step.name}.{where}"


def _section(step: Step) -> str:
    return "with" if step.kind in ("call", "run") else step.kind


def _problem(
    path: str, written: set[str], shared: set[str], earlier: list[Step], world: World
) -> str:
    """What is wrong with reading this path here; empty when nothing is."""
    if path in ALWAYS:
        return ""
    if path.startswith(SHARED):
        slot = ".".join(path.split(".")[:2])
        return "" if slot in shared else f"no flow ever sets {slot}"
    slot, _, name = path.partition(".")
    if slot not in written:
        return f"nothing sets {slot} before it is used here"
    if not name:
        return ""
    functions = [
        world.functions[step.call]
        for step in earlier
        if isinstance(step, Call) and step.save == slot and step.call in world.functions
    ]
    if functions and not any(name.split(".")[0] in function.gives for function in functions):
        return f"{slot} has no field {name}"
    return ""


def _formats(flow: Flow, step: Step) -> Iterator[Finding]:
    for where, text in step.texts():
        for path, form in dict.fromkeys(text.placeholders()):
            if form and form not in FORMS:
                message = f"{{{path}:{form}}} has an unknown format: {', '.join(FORMS)}"
                yield at_step(flow, step, message, where)
