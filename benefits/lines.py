"""One line on which many insurance numbers are tried: slowed down, then blocked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from benefits import proofs

Verdict = Literal["open", "slowed", "blocked"]


class Line(NamedTuple):
    """Whether a number is looked at that was claimed on a line."""

    verdict: Verdict
    minutes: int = 0
    """Until it may be, rounded up."""


def judged(
    tried: Sequence[Mapping[str, Any]], print_: str, now: datetime, withheld: bool = False
) -> Line:
    """tried: what was claimed on the line within `proofs.BLOCKED_FOR`, oldest first, as
    `Identities.numbers_tried` gives it. print_: of the number that is claimed now, or empty.

    Callers who hide their number share one line, on which more may be tried.
    """
    blocked = [row["at"] for row in tried if row["outcome"] == "blocked"]
    if blocked:
        return Line("blocked", proofs.minutes(blocked[0] + proofs.BLOCKED_FOR - now))
    recent = [row for row in tried if row["at"] > now - proofs.HOUR]
    numbers = {row["print"] for row in recent}
    if not print_ or any(row["print"] == print_ and row["outcome"] == "open" for row in recent):
        return Line("open")
    many = proofs.WITHHELD if withheld else 1
    count = len({*numbers, print_})
    if count > proofs.BLOCKED_FROM * many:
        return Line("blocked", proofs.minutes(proofs.BLOCKED_FOR))
    if count > proofs.NUMBERS_AN_HOUR * many:
        wait = proofs.minutes(recent[-1]["at"] + proofs.SLOWED_DOWN - now)
        return Line("slowed" if wait else "open", wait)
    return Line("open")
