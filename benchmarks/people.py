"""Sentences that people might say or text, written apart from the examples."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "tests" / "intents" / "data" / "people"
_OUTSIDE = "oos"


@dataclass(frozen=True)
class Sentence:
    """What somebody says at the first question."""

    text: str
    intent: str | None
    """None where it is none of our business."""
    who: str
    """old, hurried, upset, spelling or plain."""


def sentences(language: str) -> list[Sentence]:
    """All of a language, in the order of the file."""
    rows = map(json.loads, (FOLDER / f"{language}.jsonl").read_text("utf-8").splitlines())
    return [
        Sentence(row["text"], None if row["intent"] == _OUTSIDE else row["intent"], row["who"])
        for row in rows
    ]
