"""One account or telephone of many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from benefits.checks.finding import Finding, Limits, Row


def shared(rows: Sequence[Row], limits: Limits, today: date) -> Iterator[Finding]:
    """rows: person_id and `print`, which is the same for the same account or telephone."""
    people: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        people[row["print"]].add(row["person_id"])
    for print_, owners in people.items():
        if len(owners) > limits["people"]:
            yield Finding(print_, {"people": sorted(owners)})
