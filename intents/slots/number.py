"""Whole numbers in words or figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from intents.slots.correcting import corrected
from intents.slots.counting import LARGEST, number_at
from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Span, Utterance
from intents.understood import Option

UNSURE_WHICH = 0.4
"""Confidence in the first of two numbers one of which is meant."""


class Said(NamedTuple):
    """A number, how sure it is, and where it ends."""

    value: int
    confidence: float
    end: int


class Number:
    """The first number of an answer."""

    name = "number"
    free = False
    keys = KeyEntry(1, 9)
    pauses = Pauses("long", "long")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        known = vocabulary(asking.language)
        return corrected(utterance.tokens, known, self._first, _with_end)

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        return Reading(int(keys), 1.0) if keys.isdigit() and len(keys) <= self.keys.max else None

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings(
            "numbers", "scales", "joiners", "articles", "shares", "and_half", "counts", "none"
        )

    def _first(self, words: Sequence[str], known: Vocabulary) -> Reading | None:
        at = 0
        while at < len(words):
            other = known.not_a_number.at(words, at)
            found = None if other else said_at(words, at, known)
            if found:
                half = known.and_half.at(words, found.end)  # of one: no whole number
                sure = UNSURE_WHICH if half else found.confidence
                return Reading(found.value, sure, (at, found.end))
            at = other.end if other else at + 1
        none = known.none.whole(words)
        return Reading(0, 0.8, (0, len(words))) if none else None


def _with_end(first: Reading, last: Reading) -> Reading | None:
    """ "Forty seven, no, eight" is forty-eight, as likely as eight."""
    if first.value < 10 or last.value >= 10:
        return None
    return replace(last, value=first.value - first.value % 10 + last.value, confidence=0.5)


def said_at(words: Sequence[str], at: int, known: Vocabulary) -> Said | None:
    """The number that begins with the token `at`, its digits said one by one or in pairs too:
    "4 1 2", 四一二, "two fifty"."""
    count = known.counts.at(words, at)
    if count:
        return Said(count.value, 0.85, count.end)
    sound = known.end_sounds.at(words, at)
    if sound and known.scales.at(words, sound.end):  # "for hundred"
        behind = whole_at(("1", *words[sound.end :]), 0, known)
        if behind:
            return Said(sound.value * behind[0], 0.6, sound.end + behind[1] - 1)
    parts, end = _parts(words, at, known)
    if not parts:
        return None
    if _one_of_two(words, parts, end, known):
        first = whole_at(words, at, known)
        return Said(parts[0], UNSURE_WHICH, first[1] if first else end)
    if len(parts) == 1:
        return Said(parts[0], 0.95, end)
    together = int("".join(map(str, parts)))
    if together <= LARGEST and all(part < 10 for part in parts):
        return Said(together, 0.95, end)
    if parts[0] and all(words[at + place].isdigit() for place in range(len(parts))):
        threes = all(len(words[at + place]) == 3 for place in range(1, len(parts)))
        if threes and together <= LARGEST:  # 12 500
            return Said(together, 0.8, end)
    if all(10 <= part < 100 for part in parts[1:]) and parts[0] < 100 and together < 10_000:
        return Said(together, 0.6, end)
    first = whole_at(words, at, known)
    return Said(first[0], 0.7, first[1]) if first else None


def _one_of_two(words: Sequence[str], parts: list[int], end: int, known: Vocabulary) -> bool:
    """Whether two numbers are said for one that is not known: "two or three", 两三个, 两三百."""
    link = known.alternatives.at(words, end)
    if link and whole_at(words, link.end, known):
        return True
    if len(parts) != 2 or not 0 < parts[0] < 10:
        return False
    size = 10 ** (len(str(parts[1])) - 1)
    following = parts[1] == (parts[0] + 1) * size
    return following and (size >= 10 or known.measures.at(words, end) is not None)


def whole_at(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    """The whole number that begins with the token `at`, and where it ends.

    Figures and words mix: "3 thousand", "25万", "2,305".
    """
    if at >= len(words) or not words[at] or known.vague.at(words, at):
        return None
    found = number_at(words, at, known, figures=True)
    scale = known.scales.at(words, at)
    if found and scale and found == (scale.value, scale.end) and words[at] in known.no_numbers:
        return None
    return None if found is None or known.vague.at(words, found[1]) else found


def whole_numbers(words: Sequence[str], known: Vocabulary) -> tuple[tuple[int, Span], ...]:
    """Every whole number, from left to right."""
    return _remembered(tuple(words), known)


@lru_cache(maxsize=8)
def _remembered(words: tuple[str, ...], known: Vocabulary) -> tuple[tuple[int, Span], ...]:
    """A length of time is looked for at every word of an answer, and by several slots. Kept for the
    turns at hand alone: people's numbers are not to stay in memory."""
    found = []
    at = 0
    while at < len(words):
        number = whole_at(words, at, known)
        if number:
            found.append((number[0], (at, number[1])))
        at = number[1] if number else at + 1
    return tuple(found)


def _parts(words: Sequence[str], at: int, known: Vocabulary) -> tuple[list[int], int]:
    """Numbers that follow each other at once, and where they end."""
    parts: list[int] = []
    while at < len(words):
        repeat = known.repeats.at(words, at)
        again = whole_at(words, repeat.end, known) if repeat and repeat.value > 1 else None
        if repeat and again and again[0] < 10 and again[1] == repeat.end + 1:
            parts += [again[0]] * repeat.value
            at = again[1]
            continue
        found = whole_at(words, at, known)
        if found is None:
            break
        parts.append(found[0])
        at = found[1]
    return parts, at


NUMBER = Number()
