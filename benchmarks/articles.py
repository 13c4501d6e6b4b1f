"""`python -m benchmarks.articles`: how often a general question finds its article.

Questions that were written apart from the articles (`tests/benefits/data/phrasings.yaml`), four an
article and language, and some that no article answers. Prints one JSON object a line, for each
half of the questions: the limits were chosen on the first and not on the second.

- `right`, `wrong`: answered outright from this article, or from another
- `offered`: asked which of two it is about, the right one among them; `offered_wrongly`: not
- `refused`: no sure answer
- `none_answered`, `none_offered`: the like for questions without an article
- `first`: the likeliest article is the right one, however sure
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from benefits.knowledge import LIKELY, OFFERED, SURE, outside, ranking

PHRASINGS = Path(__file__).parent.parent / "tests/benefits/data/phrasings.yaml"
OUTCOMES = ("right", "wrong", "offered", "offered_wrongly", "refused")


def outcome(question: str, topic: str | None, language: str) -> str:
    """What becomes of a question; topic: of its article, None for no article."""
    ranked = ranking(language).rank(question)
    if not ranked or ranked[0].confidence < LIKELY:
        return "refused"
    if ranked[0].confidence >= SURE:
        return "right" if ranked[0].topic == topic else "wrong"
    offered = [one.topic for one in ranked[:OFFERED]]
    return "offered" if topic in offered else "offered_wrongly"


def halves(questions: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Those that limits were chosen on, and those that they are checked on."""
    middle = len(questions) // 2
    return {"choosing": questions[:middle], "checking": questions[middle:]}


def shares(language: str, half: str, data: Mapping[str, Any]) -> Iterator[tuple[str, float, int]]:
    """Name, value and number of questions of each figure."""
    asked = [
        (topic, question)
        for topic, texts in data["questions"].items()
        for question in halves(texts[language])[half]
    ]
    counts = Counter(outcome(question, topic, language) for topic, question in asked)
    for name in OUTCOMES:
        yield name, counts[name] / len(asked), len(asked)
    first = sum(
        bool(ranked) and ranked[0].topic == topic
        for topic, question in asked
        for ranked in [ranking(language).rank(question)]
    )
    yield "first", first / len(asked), len(asked)
    none = halves(data["none"][language])[half]
    counts = Counter(outcome(question, None, language) for question in none)
    yield "none_answered", counts["wrong"] / len(none), len(none)
    yield "none_offered", counts["offered_wrongly"] / len(none), len(none)


def main() -> None:
    """Print the figures of every language, and how long fitting takes."""
    data = yaml.safe_load(PHRASINGS.read_text("utf-8"))
    for language in outside():
        started = time.perf_counter()
        ranking(language)
        took = time.perf_counter() - started
        _print(name="fitting", value=round(took, 2), unit="s", language=language)
        for half in ("choosing", "checking"):
            for name, value, count in shares(language, half, data):
                unit = f"share of {count} questions"
                _print(name=name, value=round(value, 3), unit=unit, half=half, language=language)


def _print(**figure: object) -> None:
    print(json.dumps(figure))


if __name__ == "__main__":
    main()
