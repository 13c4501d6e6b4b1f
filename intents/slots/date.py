"""Days: "tomorrow", "last Monday", "the 3rd of March", 3月5日, "el lunes", 12/03/2026.

A day without a year lies ahead; figures alone are read day first, in Chinese month first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from intents.slots import calendar
from intents.slots.correcting import corrected
from intents.slots.days import READERS
from intents.slots.impossible import impossible_day
from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Utterance
from intents.understood import Option

DAY_ALONE = 0.7
"""Most confidence in a day without its month."""


class Day:
    """A date as ISO text (2026-03-05)."""

    name = "date"
    free = True
    keys = KeyEntry(4, 8)
    pauses = Pauses("long", "usual")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        known = vocabulary(asking.language)
        words = utterance.tokens
        moving = of_moving_calendar(words, known)
        if moving:
            return moving if asking.asked else None

        def first(words: Sequence[str], known: Vocabulary) -> Reading | None:
            return _first(words, known, asking)

        return corrected(words, known, first, _with_day) or impossible_day(utterance, known)

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        """DDMM or DDMMYYYY."""
        if not re.fullmatch(r"\d{4}(?:\d{4})?", keys):
            return None
        year = int(keys[4:]) if keys[4:] else None
        day = calendar.day_of(asking.today, int(keys[:2]), int(keys[2:4]), year)
        return Reading(day.isoformat(), 1.0) if day else Reading(invalid=keys)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings(
            "numbers", "scales", "ordinals", "months", "weekdays", "relative_days", "week_before",
            "week_after", "units", "date_links", "day_suffixes", "ahead_before", "ahead_after",
            "ago_before", "ago_after", "relative_units", "lunar",
        )  # fmt: skip


def of_moving_calendar(words: Sequence[str], known: Vocabulary) -> Reading | None:
    """A date of the Chinese calendar, 正月初五: which day that is takes a table of new moons, so
    it is only told where it was heard."""
    hits = list(known.lunar.scan(words))
    if not hits:
        return None
    start, end = hits[0].start, len(words)
    return Reading(span=(start, end))


def _first(words: Sequence[str], known: Vocabulary, asking: Asking) -> Reading | None:
    for reader in READERS:
        found = reader(words, known, asking)
        if found:
            day, confidence, span = found
            return Reading(day.isoformat(), confidence, span)
    return None


def _with_day(first: Reading, last: Reading) -> Reading | None:
    """ "May 4th, no, 5th" is 5 May."""
    if last.confidence > DAY_ALONE:
        return None
    day, other = (date.fromisoformat(reading.value) for reading in (first, last))
    found = calendar.made(day.year, day.month, other.day)
    return replace(last, value=found.isoformat()) if found else None


DATE = Day()
