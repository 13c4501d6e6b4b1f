"""Sets of sentences with their intents: reading them, and picking examples to learn from."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

NONE = {None, "", "oos", "__oos__", "outside", "none"}
"""How sets name what belongs to no intent; `OUTSIDE` here."""
OUTSIDE = ""
LEAST_HELD = 50
"""Sentences that a threshold is chosen on."""
MOST_HELD = 1000


@dataclass(frozen=True)
class Row:
    """A sentence and its intent."""

    intent: str
    text: str


@dataclass(frozen=True)
class Task:
    """What is learnt from, what thresholds are chosen on, and what is measured."""

    train: Sequence[Row]
    held: Sequence[Row]
    test: Sequence[Row]


def languages(file: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of a file by language; "en" where they name none."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            found[row.get("lang") or row.get("language") or "en"].append(row)
    return found


def task(rows: Iterable[dict[str, str]], shots: int, seed: int) -> Task:
    """`shots` examples of each intent, and of being outside of all, out of the split `train`.

    What is held out comes from the rest of that split, or of the examples where little is left.
    """
    pick = random.Random(seed)
    by_intent: dict[str, list[Row]] = defaultdict(list)
    test = []
    for row in rows:
        intent = OUTSIDE if row["intent"] in NONE else row["intent"]
        one = Row(intent, row["text"])
        if row["split"] == "train":
            by_intent[intent].append(one)
        else:
            test.append(one)
    train, held = [], []
    for intent in sorted(by_intent):
        pick.shuffle(by_intent[intent])
        train += by_intent[intent][:shots]
        held += by_intent[intent][shots:]
    pick.shuffle(held)
    if len(held) < LEAST_HELD:
        train, held = [r for n, r in enumerate(train) if n % 5], train[::5]
    return Task(train, held[:MOST_HELD], test)
