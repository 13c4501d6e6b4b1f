"""Whole numbers in words or figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.slots.counting import LARGEST, number_at
from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Span, Utterance
from intents.understood import Option

_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


class Number:
    """The first number of an answer."""

    name = "number"
    free = False
    keys = KeyEntry(1, 9)
    pauses = Pauses("long", "long")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        for at in range(len(utterance.tokens)):
            found = whole_at(utterance.tokens, at, vocabulary(asking.language))
            if found:
                return Reading(found[0], 0.95, (at, found[1]))
        return None

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        return Reading(int(keys), 1.0) if keys.isdigit() and len(keys) <= self.keys.max else None

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings("numbers", "scales", "joiners", "articles")


def whole_at(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    """The whole number that begins with the token `at`, and where it ends.

    Figures and words mix: "3 thousand", "25万", "2,305".
    """
    token = words[at]
    if not token[:1].isdigit():
        return number_at(words, at, known)
    if not token.isdigit() and not _GROUPED.fullmatch(token):
        return None
    value, end = int(re.sub(r"\D", "", token)), at + 1
    while (scale := known.scales.at(words, end)) is not None:
        value, end = value * scale.value, scale.end
    return (value, end) if value <= LARGEST else None


def whole_numbers(words: Sequence[str], known: Vocabulary) -> list[tuple[int, Span]]:
    """Every whole number, from left to right."""
    found = []
    at = 0
    while at < len(words):
        number = whole_at(words, at, known)
        if number:
            found.append((number[0], (at, number[1])))
        at = number[1] if number else at + 1
    return found


NUMBER = Number()
