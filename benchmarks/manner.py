"""How well anger, pleas for a person, what is taken back and second wishes are noticed.

Sentences: `tests/intents/data/people`, which nothing was made from. Rows about intents that have no
examples are left out and counted as `skipped`. One JSON object a line, by language:

- `angry`, `person`: the share noticed (`found`), and of the others the share taken for it;
- `negated`: the share in which the wish is acted on (`right`) or among two that are asked
  about (`asked`), and in which the one that was turned down is acted on (`denied`);
- `two_wishes`: the share in which both are found (`both`, in their order), or one of them (`one`).

    python -m benchmarks.manner
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from flows.expects import Expects
from intents import Said, Situation, Understander, Understood
from intents.text import Utterance
from intents.tone import tone
from intents.wording import Wording, wordings
from settings import cache_folder

PEOPLE = Path(__file__).parents[1] / "tests" / "intents" / "data" / "people"
TODAY = date(2026, 11, 23)


def rows(name: str, language: str) -> list[dict[str, Any]]:
    """The rows of a set in a language."""
    lines = (PEOPLE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["lang"] == language]


def share(found: list[bool]) -> float:
    """How many are true, 0 to 1."""
    return round(sum(found) / len(found), 3) if found else 0.0


def of_tone(language: str) -> Iterator[dict[str, Any]]:
    """What is noticed of how people sound."""
    heard = [(row, tone(Utterance.of(row["text"]), language)) for row in rows("upset", language)]
    for kind, name in (("angry", "upset"), ("person", "person")):
        found = [getattr(sound, name) for row, sound in heard if row[kind]]
        false = [getattr(sound, name) for row, sound in heard if not row[kind]]
        yield {
            "figure": kind,
            "sentences": len(heard),
            "found": share(found),
            "false": share(false),
        }


def of_clauses(understander: Understander, wording: Wording) -> Iterator[dict[str, Any]]:
    """What is noticed of what is taken back, and of second wishes."""
    expects = Expects("welcome", "choose", intents=dict.fromkeys(wording.intents, ()), open=True)
    situation = Situation(wording.language, expects, TODAY)

    def understood(row: dict[str, Any]) -> Understood:
        return understander.understand(Said(row["text"]), situation)

    every = rows("negated", wording.language)
    some = [row for row in every if {row["intent"], row["not"]} <= set(wording.intents)]
    pairs = [(row, understood(row)) for row in some]
    yield {
        "figure": "negated",
        "sentences": len(some),
        "skipped": len(every) - len(some),
        "right": share([found.intent == row["intent"] for row, found in pairs]),
        "asked": share([any(m.intent == row["intent"] for m in f.maybe) for row, f in pairs]),
        "denied": share([found.intent == row["not"] for row, found in pairs]),
    }
    every = rows("two_wishes", wording.language)
    some = [row for row in every if set(row["intents"]) <= set(wording.intents)]
    pairs = [(row, understood(row)) for row in some]
    both = [[f.intent, f.then and f.then.intent] == row["intents"] for row, f in pairs]
    one = [found.intent in row["intents"] for row, found in pairs]
    figures = {"sentences": len(some), "skipped": len(every) - len(some)}
    yield {"figure": "two_wishes", **figures, "both": share(both), "one": share(one)}


def main() -> None:
    """Print one JSON line a figure and language."""
    understander = Understander.load(cache=cache_folder() / "intents")
    for wording in wordings():
        for figure in (*of_tone(wording.language), *of_clauses(understander, wording)):
            print(json.dumps({"lang": wording.language, **figure}))


if __name__ == "__main__":
    main()
