"""Morning, afternoon or evening."""

from __future__ import annotations

from collections.abc import Sequence

from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.number import whole_numbers
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Utterance
from intents.understood import Option

PARTS = ("morning", "afternoon", "evening")


class PartOfDay:
    """A part of the day by name or, where it was asked for, by an hour."""

    name = "part_of_day"
    free = True
    keys = KeyEntry(1, 1)
    pauses = Pauses("usual", "short")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        known = vocabulary(asking.language)
        tables = [known.parts_of_day, known.parts_alone] if asking.asked else [known.parts_of_day]
        for table in tables:
            hit = next(table.scan(utterance.tokens), None)
            if hit:
                return Reading(hit.value, 0.95, (hit.start, hit.end))
        return _by_the_hour(utterance.tokens, known) if asking.asked else None

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        """1, 2 or 3 in the order of the day."""
        return Reading(PARTS[int(keys) - 1], 1.0) if keys in ("1", "2", "3") else None

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings("parts_of_day", "parts_alone")


def _by_the_hour(words: Sequence[str], known: Vocabulary) -> Reading | None:
    """Ten is in the morning and four in the afternoon, as offices are open."""
    for hour, (start, end) in whole_numbers(words, known):
        if hour > 24:
            continue
        clock = known.clock.at(words, end)
        if clock and hour < 12:
            hour += clock.value
        elif hour < 7:
            hour += 12
        part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
        return Reading(part, 0.8, (start, clock.end if clock else end))
    return None


PART_OF_DAY = PartOfDay()
