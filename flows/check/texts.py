"""The part of the check that depends on texts alone: quick enough to be asked while one types."""

from __future__ import annotations

from collections.abc import Collection

from flows.check.finding import Finding
from flows.check.flowset import FlowSet
from flows.check.languages import check_languages
from flows.check.length import check_length
from flows.check.slots import check_slots
from flows.check.world import World
from flows.library import Library


def check_texts(library: Library, names: Collection[str], world: World) -> frozenset[Finding]:
    """What is wrong with the texts of some flows, by their names, among all others."""
    locales = {name: text for name, text in library.files.items() if name.startswith("locales/")}
    everything, some = FlowSet(flows=dict(library.flows)), FlowSet.read(locales)
    some.flows = {name: library.flow(name) for name in names}
    files = {flow.file for flow in some.flows.values()}
    found = (
        *check_languages(some, world),
        *check_slots(everything, world),
        *check_length(some, world)[0],
    )
    return frozenset(one for one in found if one.file in files)
