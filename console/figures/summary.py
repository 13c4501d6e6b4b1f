"""The figures at the head of the page, made of sums. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from console.figures.prices import cost
from console.flow_measures import Prices
from storage.figures.talk import ABOVE, SLOW_MS, Entry

Totals = Mapping[Entry, int]
Unit = Literal["count", "share", "ms", "seconds", "money", "fine_money"]
NAMES = (
    *("begun", "outcome", "topic", "hour", "turns", "minutes", "segments", "took", "reason"),
    *("wait", "waited", "helped"),
)
"""What the page is made of, beside figures of single flows and steps."""
OUTCOMES = ("finished", "hung_up", "left", "handoff", "callback", "open")


@dataclass(frozen=True)
class Figure:
    """A figure with what is behind it."""

    name: str
    value: float | None
    """None where there is nothing to divide by, or nothing was asked."""
    unit: Unit
    behind: Entry

    def change(self, before: Figure) -> float | None:
        """By how much it has grown: of a share in points of a hundred, else by a share of it."""
        if self.value is None or before.value is None:
            return None
        if self.unit == "share":
            return 100 * (self.value - before.value)
        return self.value / before.value - 1 if before.value else None


def summary(totals: Totals, answers: tuple[int, int], prices: Prices) -> list[Figure]:
    """The figures, the most telling first. answers: those given, and those not understood."""
    begun = totals.get(("begun", "", ""), 0)
    outcome = {one: totals.get(("outcome", "", one), 0) for one in OUTCOMES}
    ended = begun - outcome["open"]
    alone = ended - outcome["handoff"] - outcome["callback"]
    lost = outcome["hung_up"] + outcome["left"]
    asked = {one: totals.get(("helped", "", one), 0) for one in ("yes", "partly", "no")}
    waits = sum(count for (name, _, _), count in totals.items() if name == "wait")
    slow = percentile(totals, 0.95)
    spent = float(cost(prices, totals))
    return [
        Figure("begun", begun, "count", ("begun", "", "")),
        Figure("contained", _share(alone, ended), "share", ("contained", "", "")),
        Figure("finished", _share(outcome["finished"], ended), "share", _ended("finished")),
        Figure("lost", _share(lost, ended), "share", ("lost", "", "")),
        Figure("handed", _share(outcome["handoff"], ended), "share", _ended("handoff")),
        Figure("promised", _share(outcome["callback"], ended), "share", _ended("callback")),
        Figure("missed", _share(answers[1], answers[0]), "share", ("misunderstood", "", "")),
        Figure("server", _upper(slow), "ms", ("took", "", slow)),
        Figure(
            "waited",
            _share(totals.get(("waited", "", ""), 0), waits),
            "seconds",
            ("waited", "", ""),
        ),
        Figure("helped", _share(asked["yes"], sum(asked.values())), "share", ("asked", "", "")),
        Figure("minutes", totals.get(("minutes", "", ""), 0), "count", ("minutes", "", "")),
        Figure("segments_in", *_segments(totals, "in")),
        Figure("segments_out", *_segments(totals, "out")),
        Figure("segments_own", *_segments(totals, "own")),
        Figure("cost", spent, "money", ("begun", "", "")),
        Figure("cost_each", _share(spent, begun), "fine_money", ("begun", "", "")),
    ]


def percentile(totals: Totals, share: float) -> str:
    """The class of server time that so many of the turns reach at most; "" without turns."""
    classes = sorted(
        ((key, count) for (name, _, key), count in totals.items() if name == "took"),
        key=lambda one: (one[0] == ABOVE, one[0]),
    )
    wanted = share * sum(count for _, count in classes)
    for key, count in classes:
        wanted -= count
        if wanted <= 0:
            return key
    return ""


def _upper(bucket: str) -> float | None:
    if not bucket:
        return None
    return float("inf") if bucket == ABOVE else float(bucket)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _ended(outcome: str) -> Entry:
    return "outcome", "", outcome


def _segments(totals: Totals, way: str) -> tuple[float, Unit, Entry]:
    return totals.get(("segments", "", way), 0), "count", ("segments", "", way)


SLOWEST = SLOW_MS[-1]
"""Milliseconds above which no class has an end."""
