"""Intents that no flow handles, that nobody can be heard to have, or that have no name."""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.finding import Finding
from flows.check.flowset import FlowSet, at
from flows.check.world import World
from flows.library import CATALOGUE


def check_intents(flows: FlowSet, world: World) -> Iterator[Finding]:
    """Every intent has a flow, examples in every language, and a name in every language.

    That two flows handle one is told by `check_flows`.
    """
    handled = set()
    for flow in flows.flows.values():
        handled |= set(flow.header.intents)
        for intent in flow.header.intents:
            for language in sorted(set(world.languages) - world.intents.get(intent, frozenset())):
                message = f"the intent {intent} has no examples in {language}"
                yield at(flow, None, "intents", "error", message)
    if CATALOGUE not in flows.broken:
        yield from _names(flows, world, handled)
    if not flows.broken:  # its flow may be in a file that could not be read
        for intent in sorted((flows.names.keys() | world.intents.keys()) - handled):
            line = flows.names[intent][1] if intent in flows.names else 0
            yield Finding(CATALOGUE, line, "", "error", f"no flow handles the intent {intent}")


def _names(flows: FlowSet, world: World, handled: set[str]) -> Iterator[Finding]:
    for intent in sorted((handled | world.intents.keys()) - flows.names.keys()):
        yield Finding(CATALOGUE, 0, "", "error", f"the intent {intent} has no name")
    for intent, (text, line) in flows.names.items():
        for language in (name for name in world.languages if name not in text.languages):
            message = f"the intent {intent} has no name in {language}"
            yield Finding(CATALOGUE, line, "", "error", message)
