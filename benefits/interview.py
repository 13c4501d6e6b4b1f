"""The questions of an application: the rules say which one is worth asking next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from benefits.rules import FactError, questions, ruleset
from benefits.rules.given import checked
from benefits.rules.wording import shown

KINDS = {
    "boolean": "yes_no",
    "integer": "number",
    "months": "number",
    "money": "amount",
    "date": "date",
    "choice": "choice",
}
"""By the type of a fact, how it is asked for."""
NO_QUESTION: Mapping[str, Any] = {"kind": "", "fact": "", "text": "", "choices": ()}
_LANGUAGE = "en"
_HALF_A_YEAR = 183
"""Days."""


def next_question(
    programme: str,
    facts: Mapping[str, Any],
    missing: Sequence[str],
    on: date,
    language: str,
    channel: str,
) -> Mapping[str, Any]:
    """The best question that is left: kind, fact, text and choices; an empty kind when none is.

    missing: facts that the person could not tell; they are not asked for again.
    """
    open_ = [name for name in questions(programme, facts, on) if name not in missing]
    return put(open_[0], language, channel) if open_ else NO_QUESTION


def put(name: str, language: str, channel: str) -> Mapping[str, Any]:
    """The question for a fact, as `next_question` gives it."""
    fact = ruleset().facts[name]
    asks = fact.asks or {}
    asked = asks.get(language) or asks[_LANGUAGE]
    choices = [
        {"name": choice, "label": texts.get(language, texts[_LANGUAGE]), "phrases": []}
        for choice, texts in fact.choices.items()
    ]
    return {
        "kind": KINDS[fact.type],
        "fact": name,
        "text": asked.sms if channel == "sms" else asked.voice,
        "choices": choices,
    }


def answered(name: str, value: Any, on: date) -> Any:
    """The value of a fact as it is kept. Raises FactError for one that cannot be."""
    fact = ruleset().facts[name]
    if fact.type == "date" and isinstance(value, str):
        day = date.fromisoformat(value)
        if (day - on).days > (0 if fact.past else _HALF_A_YEAR):
            # A day without a year is heard as one ahead; meant is the nearest that can be.
            value = _a_year_before(day).isoformat()
    return checked(name, fact, value, on)


def told(facts: Mapping[str, Any], language: str) -> str:
    """What was answered, to be heard or read once more: "the income of all …: $400"."""
    rules = ruleset()
    colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
    parts = []
    for name, value in facts.items():
        fact = rules.facts[name]
        if fact.source == "person":
            label = fact.called.get(language, fact.called[_LANGUAGE])
            parts.append(f"{label}{colon}{shown(value, fact.type, language, fact)}")
    return comma.join(parts)


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        raise FactError("date", "was no day of the year before") from None
