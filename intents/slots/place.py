"""A place among a list, by name or by its 4-digit postcode."""

from __future__ import annotations

from collections.abc import Sequence

from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.naming import named
from intents.slots.spelling import digit_runs
from intents.slots.vocabulary import vocabulary
from intents.text import Span, Utterance, spoken, tokens
from intents.understood import Option

POSTCODE = 4
"""Digits."""


class Place:
    """The value of the place; where a postcode is of none of them, the postcode itself."""

    name = "place"
    free = True
    keys = KeyEntry(1, POSTCODE)
    pauses = Pauses("usual", "usual")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        by_name = named(utterance, asking)
        if by_name:
            return by_name
        for run in digit_runs(utterance, asking.language):
            found = self._by_postcode(run.readings[0], asking, run.span)
            if found:
                return found
        return None

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        return self._by_postcode(keys, asking, None)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        names = tuple(spoken(name) for option in options for name in option.names)
        return names + vocabulary(language).spellings("numbers", "repeats")

    def _by_postcode(self, digits: str, asking: Asking, span: Span | None) -> Reading | None:
        if len(digits) != POSTCODE or not digits.isdigit():
            return None
        for option in asking.options:
            if any(digits in tokens(name) for name in option.names):
                return Reading(option.value, 0.95, span)
        # Any four digits may be a postcode, so only where a place was asked for.
        return Reading(digits, 0.9, span) if asking.asked else None


PLACE = Place()
