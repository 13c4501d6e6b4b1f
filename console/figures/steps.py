"""Figures of flows and their steps. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from console.flow_graph import Mark
from console.texts import text
from storage.figures.talk import Entry

NAMES = ("passed", "dropped", "handed", "answered", "missed")


@dataclass(frozen=True)
class Through:
    """What became of the conversations that came to a flow or to a step of one."""

    flow: str
    step: str
    """Empty: the flow as a whole."""
    passed: int = 0
    dropped: int = 0
    handed: int = 0
    answered: int = 0
    missed: int = 0

    @property
    def completed(self) -> int:
        """Those that went on to something else, or came to their end there."""
        return self.passed - self.dropped - self.handed

    def share(self, count: int) -> float | None:
        """A part of those that came here."""
        return count / self.passed if self.passed else None

    @property
    def missed_share(self) -> float | None:
        """The part of answers that was not understood."""
        return self.missed / self.answered if self.answered else None


def answers(totals: Mapping[Entry, int]) -> tuple[int, int]:
    """Answers that were given to all questions, and those that were not understood."""
    given = sum(count for (name, _, _), count in totals.items() if name == "answered")
    return given, sum(count for (name, _, _), count in totals.items() if name == "missed")


def of_flows(totals: Mapping[Entry, int]) -> list[Through]:
    """Every flow that conversations came to, the busiest first."""
    found = []
    for flow in {flow for name, flow, key in totals if name == "passed" and not key}:
        passed, dropped, handed = (
            totals.get((name, flow, ""), 0) for name in ("passed", "dropped", "handed")
        )
        steps = of_steps(totals, flow)
        given, missed = sum(step.answered for step in steps), sum(step.missed for step in steps)
        found.append(Through(flow, "", passed, dropped, handed, given, missed))
    return sorted(found, key=lambda one: (-one.passed, one.flow))


def of_steps(totals: Mapping[Entry, int], flow: str) -> list[Through]:
    """Every step of a flow that conversations came to."""
    steps = {key for name, of, key in totals if of == flow and key and name in NAMES}
    return [
        Through(flow, step, *(totals.get((name, flow, step), 0) for name in NAMES))
        for step in sorted(steps)
    ]


def marks(totals: Mapping[Entry, int], flow: str) -> dict[str | tuple[str, str], Mark]:
    """What is drawn on the graph of a flow: counts, who stops at a step, how many went each way."""
    whole = totals.get(("passed", flow, ""), 0) or 1
    found: dict[str | tuple[str, str], Mark] = {}
    for one in of_steps(totals, flow):
        found[one.step] = Mark(one.passed, _note(one, whole), min(1.0, one.passed / whole))
    for (name, of, pair), count in totals.items():
        if name == "way" and of == flow:
            source, _, target = pair.partition(">")
            found[source, target] = Mark(count, "", count / whole)
    return found


def _note(one: Through, whole: int) -> str:
    share = text("figures.mark.share", share=f"{100 * one.passed / whole:.0f}")
    if not one.dropped:
        return share
    left = text(
        "figures.mark.left", count=one.dropped, share=f"{100 * one.dropped / one.passed:.0f}"
    )
    return f"{share}, {left}" if one.passed else left
