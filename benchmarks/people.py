"""Sentences that people might say or text, written apart from the examples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from intents import Understood

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


OUTCOMES = ("right", "asked", "nothing", "asked_wrongly", "wrong")
_SERVED_BY = {"stop": "thanks"}
"""Commands that serve a wish as well as its own flow does: both end the conversation."""


def outcome(found: Understood, intent: str | None, chosen: Mapping[str, str] | None = None) -> str:
    """What becomes of a sentence with this intent; without one, only `nothing` is right.

    chosen: by choice of the menu, the intent that it stands for.
    """
    if found.maybe:
        return "asked" if any(each.intent == intent for each in found.maybe) else "asked_wrongly"
    choice = (chosen or {}).get(found.choice or "", found.choice)
    meant = {found.intent, choice, _SERVED_BY.get(found.command or "", found.command)} - {None}
    if meant and intent in meant:
        return "right"
    return "wrong" if meant else "nothing"
