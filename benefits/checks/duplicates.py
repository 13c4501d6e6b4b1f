"""One person who is on record twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from benefits.checks.finding import Finding, Limits, Row
from benefits.words import folded


def duplicates(rows: Sequence[Row], limits: Limits, today: date) -> Iterator[Finding]:
    """rows: person_id, given_name, surname and birth_date. Only people of one birthday are
    compared, so that ten thousand take no longer than reading them; names that are empty are
    nobody's."""
    born: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        # The words in order: which of them is the surname is often mixed up.
        name = " ".join(sorted(folded(f"{row['given_name']} {row['surname']}").split()))
        if name and row["birth_date"]:
            born[row["birth_date"]].append((row["person_id"], name))
    for day, people in born.items():
        for (one, name), (other, other_name) in combinations(sorted(people), 2):
            likeness = fuzz.ratio(name, other_name, score_cutoff=limits["likeness"])
            if likeness >= limits["likeness"]:
                facts = {"people": [one, other], "birth_date": day, "likeness": int(likeness)}
                yield Finding(f"{one}-{other}", facts)
