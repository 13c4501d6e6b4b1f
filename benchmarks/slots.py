"""`python -m benchmarks.slots`: what values come to that people say and text.

One JSON object a line, by slot type and language, of `data` "written" (by hand,
`tests/intents/data/slots/<lang>.jsonl`) and "generated" (`benchmarks/phrasing/`):

- `slot_accuracy`: share that is read as what was meant, nothing where nothing is to be read
- `slot_wrong`: share of which another value is read with a confidence of 0.5 and more
- `slot_p99_ms`: 99th percentile of the time to read one

With `--failures` each one that is not right goes to standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.phrasing import MAKERS, cases
from benchmarks.phrasing.days import TODAY
from benefits.country import offices, programmes
from intents import SLOT_TYPES, Option
from intents.slots import Asking
from intents.text import Utterance

LANGUAGES = ("en", "es", "zh")
WRITTEN = Path(__file__).parent.parent / "tests/intents/data/slots"
SURE = 0.5
"""Confidence from which a wrong value counts as wrong."""


class Outcome(NamedTuple):
    """What one text came to. took: seconds."""

    text: str
    wanted: Any
    value: Any
    confidence: float
    took: float

    @property
    def right(self) -> bool:
        return type(self.value) is type(self.wanted) and bool(self.value == self.wanted)

    @property
    def wrong(self) -> bool:
        return not self.right and self.value is not None and self.confidence >= SURE


def written(slot: str, language: str) -> list[tuple[str, Any]]:
    """The lines that were written by hand for a slot type."""
    lines = (WRITTEN / f"{language}.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["slot"] == slot]
    return [(row["text"], row["value"]) for row in rows]


def outcomes(slot: str, language: str, said: Iterable[tuple[str, Any]]) -> Iterator[Outcome]:
    """What each text is read as where a slot of the type is asked for."""
    asking = Asking(language, TODAY, _options(slot, language))
    for text, wanted in said:
        start = time.perf_counter()
        reading = SLOT_TYPES[slot].read(Utterance.of(text), asking)
        took = time.perf_counter() - start
        value, confidence = (reading.value, reading.confidence) if reading else (None, 0.0)
        yield Outcome(text, wanted, value, confidence, took)


def figures(found: list[Outcome]) -> dict[str, float]:
    """The share that is right, the share that is wrong, and the time that all but 1 % take."""
    times = sorted(outcome.took for outcome in found)
    return {
        "slot_accuracy": round(sum(each.right for each in found) / len(found), 4),
        "slot_wrong": round(sum(each.wrong for each in found) / len(found), 4),
        "slot_p99_ms": round(times[int(len(times) * 0.99)] * 1000, 3),
    }


def _options(slot: str, language: str) -> tuple[Option, ...]:
    """The offices and the benefits as a conversation has them: in its language, then in others."""
    entries = {
        "place": [(each["id"], each["names"]) for each in offices()],
        "option": [(value, each.names) for value, each in programmes().items()],
    }.get(slot, [])
    return tuple(
        Option(value, tuple(dict.fromkeys([*names[language], *chain(*names.values())])))
        for value, names in entries
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="What values come to that people say and text.")
    parser.add_argument("--count", type=int, default=500, help="generated texts of each type")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    for language in LANGUAGES:
        sums: dict[str, list[Outcome]] = {"written": [], "generated": []}
        for slot in MAKERS:
            made = cases(slot, language, arguments.count, arguments.seed)
            for data, said in (("written", written(slot, language)), ("generated", made)):
                found = list(outcomes(slot, language, said))
                sums[data] += found
                _print(figures(found), data, language, slot)
                if arguments.failures:
                    _tell(found, data, language, slot)
        for data, found in sums.items():
            _print(figures(found), data, language, "all")


def _print(values: dict[str, float], data: str, language: str, slot: str) -> None:
    for name, value in values.items():
        line = {"name": name, "value": value, "data": data, "language": language, "slot": slot}
        print(json.dumps(line), flush=True)


def _tell(found: list[Outcome], data: str, language: str, slot: str) -> None:
    for each in found:
        if not each.right:
            print(data, language, slot, *each[:4], sep=" | ", file=sys.stderr)


if __name__ == "__main__":
    main()
