"""Morning, afternoon or evening."""

from __future__ import annotations

from collections.abc import Sequence

from intents.phrases import PhraseTable
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
        words = utterance.tokens
        named = _named(words, known.parts_of_day, known)
        if named or not asking.asked:
            return named
        return (
            _by_the_hour(words, known, clock=True)
            or _named(words, known.parts_alone, known)
            or _by_the_hour(words, known, clock=False)
        )

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        """1, 2 or 3 in the order of the day."""
        return Reading(PARTS[int(keys) - 1], 1.0) if keys in ("1", "2", "3") else None

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings("parts_of_day", "parts_alone")


def _named(words: Sequence[str], table: PhraseTable[str], known: Vocabulary) -> Reading | None:
    """The first part that is named, and not only to refuse it: "not mornings, afternoons"."""
    for hit in table.scan(words):
        refused = any(known.refusals.ending(words, at) for at in (hit.start, hit.start - 1))
        if not refused:
            return Reading(hit.value, 0.95, (hit.start, hit.end))
    return None


def _by_the_hour(words: Sequence[str], known: Vocabulary, *, clock: bool) -> Reading | None:
    """Ten is in the morning and four in the afternoon, as offices are open.

    clock: only hours behind which am or pm stands.
    """
    for hour, (start, end) in whole_numbers(words, known):
        if hour > 24:
            continue
        half = known.clock.at(words, end)
        told = half.value if half else "any"
        if clock and told == "any":
            continue
        if (told == "pm" and hour < 12) or (told == "any" and hour < 7):
            hour += 12
        part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
        return Reading(part, 0.8, (start, half.end if half else end))
    return None


PART_OF_DAY = PartOfDay()
