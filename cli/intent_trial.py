"""What the hotline makes of sentences: of many with the right answer, and of one in detail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from flows import Expects
from intents import Said, Situation, Understander, Understood, language_of
from intents.text import tokens
from intents.wording import wordings

CONFIDENT = 0.8
"""A wrong answer with this confidence is a serious one: nobody asks back."""


class BadRow(ValueError):
    """A line that is no {"intent": …, "text": …}."""


@dataclass(frozen=True)
class Row:
    """A sentence and what is meant; an empty intent: none of ours."""

    intent: str
    text: str
    language: str


@dataclass(frozen=True)
class Tried:
    """What became of a row. found: the intent or `command: NAME`; empty for refused."""

    row: Row
    found: str
    confidence: float
    outcome: str
    """right, asked (which of two was meant, the right one among them), refused or wrong."""


def rows(lines: Iterable[str], language: str | None) -> Iterator[Row]:
    """The rows of a .jsonl file. language: of those that do not say; else as it is written.

    Raises BadRow, naming the line.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text, intent = row["text"], row["intent"] or ""
            said = row.get("lang") or language or language_of(text) or "en"
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadRow(f'line {number} is no {{"intent": …, "text": …}}') from None
        if not isinstance(text, str) or not isinstance(intent, str) or said not in languages():
            raise BadRow(f"line {number} has no text, intent or language that can be used")
        yield Row(intent, text, said)


def tried(understander: Understander, row: Row) -> Tried:
    """Take a row as an answer to the question what somebody wants."""
    understood = understander.understand(Said(row.text), situation(row.language))
    found = _found(understood)
    maybe = [_found(one) for one in understood.maybe]
    if maybe:
        outcome = "asked" if row.intent in maybe else "wrong"
        found = " or ".join(maybe)
    elif found == row.intent:
        outcome = "right"
    else:
        outcome = "wrong" if found else "refused"
    return Tried(row, found, round(understood.confidence, 3), outcome)


def summary(results: Sequence[Tried]) -> dict[str, object]:
    """Shares of outcomes, the serious errors, and which intents are confused how often."""
    counts = Counter(result.outcome for result in results)
    wrong = [result for result in results if result.outcome == "wrong"]
    confused = Counter((result.row.intent, result.found) for result in wrong)
    return {
        "rows": len(results),
        **{name: counts[name] for name in ("right", "asked", "refused", "wrong")},
        "accuracy": round(counts["right"] / len(results), 3) if results else 0.0,
        "confidently_wrong": [asdict(one) for one in wrong if one.confidence >= CONFIDENT],
        "confused": [
            {"intent": intent, "found": found, "count": count}
            for (intent, found), count in confused.most_common()
        ],
    }


def explained(understander: Understander, text: str, language: str | None) -> dict[str, object]:
    """All that bears on how a sentence is understood, as `benefitline intents explain` has it."""
    written = language_of(text)
    spoken = language or written or "en"
    understood = understander.understand(Said(text), situation(spoken))
    return {
        "text": text,
        "tokens": list(tokens(text)),
        "language_found": written,
        "language": spoken,
        "command": understood.command,
        "candidates": [asdict(candidate) for candidate in understood.candidates],
        "counted": _counted(understander, text, spoken, understood),
        "done": _done(understood),
        "confidence": round(understood.confidence, 3),
    }


@cache
def situation(language: str) -> Situation:
    """The question what somebody wants, with every intent that has examples."""
    intents = dict.fromkeys(_intents()[language], ())
    return Situation(language, Expects("", "", intents=intents, open=True), date.today())


def languages() -> frozenset[str]:
    """The languages that have examples."""
    return frozenset(_intents())


@cache
def _intents() -> Mapping[str, Sequence[str]]:
    return {wording.language: list(wording.intents) for wording in wordings()}


def _found(understood: Understood) -> str:
    if understood.command:
        return f"command: {understood.command}"
    return understood.intent or ""


def _done(understood: Understood) -> str:
    """What would be done, in words."""
    if understood.command:
        return f"the command {understood.command} is carried out"
    if understood.maybe:
        which = " or ".join(_found(one) for one in understood.maybe)
        return f"asks whether it is {which}"
    if understood.intent:
        return f"goes to {understood.intent}"
    return "is not understood: asks again"


def _counted(
    understander: Understander, text: str, language: str, understood: Understood
) -> list[dict[str, object]]:
    """The words of the sentence by how much confidence in its best intent is lost without them."""
    if not understood.candidates:
        return []
    best = understood.candidates[0]
    words = tokens(text)
    between = "" if language == "zh" else " "
    lost = []
    for at, word in enumerate(words):
        rest = between.join((*words[:at], *words[at + 1 :]))
        without = understander.understand(Said(rest), situation(language)).candidates
        left = next((one.confidence for one in without if one.intent == best.intent), 0.0)
        lost.append({"word": word, "counts": round(best.confidence - left, 3)})
    return sorted(lost, key=lambda each: -float(str(each["counts"])))
