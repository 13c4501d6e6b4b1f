"""Days that no calendar has: 31 February, 二月三十号, "the thirty first of November"."""

from __future__ import annotations

from collections.abc import Sequence

from intents.slots import calendar
from intents.slots.days import day_before, day_from, skip
from intents.slots.kind import Reading
from intents.slots.vocabulary import Vocabulary
from intents.text import Utterance

_LEAP = 2024
"""A year that has all days that any year has."""


def impossible_day(utterance: Utterance, known: Vocabulary) -> Reading | None:
    """A month with a day that it never has, as it was said; None where there is none such."""
    words = utterance.tokens
    for hit in known.months.scan(words):
        before = day_before(words, hit.start, known)
        behind = day_from(words, skip(words, hit.end, known), known)
        days = [(before[0], before[1], hit.end)] if before else []
        days += [(behind[0], hit.start, behind[1])] if behind else []
        if days and not any(calendar.made(_LEAP, hit.value, day) for day, _, _ in days):
            _, start, end = days[0]
            span = (_led_to(words, start, known), end)
            return Reading(span=span, invalid=_said(words[start:end]))
    return None


def _led_to(words: Sequence[str], start: int, known: Vocabulary) -> int:
    """Where what leads to a day begins: "since the"."""
    while True:
        tables = (known.date_links, *known.bounds.values())
        before = next((hit for table in tables if (hit := table.ending(words, start))), None)
        if before is None:
            return start
        start = before.start


def _said(words: Sequence[str]) -> str:
    """The words as they were said; Chinese has no spaces between them."""
    spaced = any(word.isascii() and not word.isdigit() for word in words)
    return (" " if spaced else "").join(word for word in words if word)
