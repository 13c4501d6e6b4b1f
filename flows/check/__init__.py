"""The linter of flows: what is wrong with them, with file, line and step. Pure, like the engine.

Each module checks one thing; `check` does them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.check.ends import check_flows, check_steps
from flows.check.finding import Finding
from flows.check.flowset import FlowSet
from flows.check.intents import check_intents
from flows.check.languages import check_languages
from flows.check.length import Totals, check_length
from flows.check.locales import check_locales
from flows.check.loops import check_loops
from flows.check.names import check_names
from flows.check.slots import check_slots
from flows.check.world import LANGUAGES, Function, Sent, World

__all__ = ["LANGUAGES", "Finding", "Function", "Report", "Sent", "Totals", "World", "check"]


@dataclass(frozen=True)
class Report:
    """All findings in the order of the files, and what the texts of each language take."""

    findings: tuple[Finding, ...]
    totals: Mapping[str, Totals]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that must be mended before the flows can be used."""
        return tuple(finding for finding in self.findings if finding.level == "error")


def check(files: Mapping[str, str], world: World) -> Report:
    """files: name ("library/welcome.yaml", "locales/en.yaml") → content."""
    flows = FlowSet.read(files)
    too_long, totals = check_length(flows, world)
    found = {
        *flows.findings,
        *check_steps(flows),
        *check_flows(flows),
        *check_loops(flows),
        *check_intents(flows, world),
        *check_names(flows, world),
        *check_slots(flows, world),
        *check_languages(flows, world),
        *check_locales(flows, world),
        *too_long,
    }
    return Report(tuple(sorted(found)), totals)
