"""Names of functions, slot types, lists and languages that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.finding import Finding
from flows.check.flowset import FlowSet, at, at_step
from flows.check.world import World
from flows.expects import SECRETS
from flows.flow import Flow
from flows.steps.ask import Ask
from flows.steps.call import Call
from flows.steps.choose import Choose
from flows.steps.say import Say


def check_names(flows: FlowSet, world: World) -> Iterator[Finding]:
    """Whatever a flow names outside itself must exist."""
    for flow in flows.flows.values():
        for slot, one in flow.header.also.items():
            for _, message in _slot(one.type, one.among, world):
                yield at(flow, None, f"also.{slot}", "error", message)
    for flow, step in flows.steps():
        if isinstance(step, Call):
            yield from _call(flow, step, world)
        elif isinstance(step, Ask):
            yield from _ask(flow, step, world)
        elif isinstance(step, Choose) and step.instead:
            for _, message in _slot(step.instead.type, None, world):
                yield at_step(flow, step, message, "instead")
        elif isinstance(step, Say) and step.language and step.language not in world.languages:
            yield at_step(flow, step, f"there is no language {step.language}", "language")


def _call(flow: Flow, step: Call, world: World) -> Iterator[Finding]:
    function = world.functions.get(step.call)
    if function is None:
        yield at_step(flow, step, f"there is no function {step.call}", "call")
        return
    given = set(step.arguments)
    for name in sorted(given - {*function.takes, *function.optional}):
        yield at_step(flow, step, f"{step.call} takes no {name}", f"with.{name}")
    for name in sorted(set(function.takes) - given):
        yield at_step(flow, step, f"{step.call} needs {name}", "with")


def _ask(flow: Flow, step: Ask, world: World) -> Iterator[Finding]:
    for key, message in _slot(step.type, step.among, world):
        yield at_step(flow, step, message, key)
    if step.type in SECRETS and not step.private:
        yield at_step(flow, step, f"the type {step.type} needs private: true", "type")
    if step.type == "pin" and not step.keys_only:
        yield at_step(flow, step, "a PIN is never spoken or texted: keys_only: true", "type")
    if step.of and step.type != "claim_reference":
        yield at_step(flow, step, "of is for claim_reference", "of")
    if step.keys_only and step.type not in SECRETS:
        message = f"keys_only is for {' and '.join(sorted(SECRETS))}"
        yield at_step(flow, step, message, "keys_only")


def _slot(type_: str, among: str | None, world: World) -> Iterator[tuple[str, str]]:
    """What is wrong with a slot, and at which key."""
    if type_ not in world.slot_types:
        yield "type", f"there is no slot type {type_}"
    if among and among not in world.lists:
        yield "among", f"there is no list {among}"
    if type_ in ("option", "place") and not among:
        yield "type", f"the type {type_} needs a list: among"
