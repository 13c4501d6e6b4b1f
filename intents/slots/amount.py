"""Money, in minor units: "1,250.50" is 125050."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.number import whole_at
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Utterance
from intents.understood import Option

_DECIMAL = re.compile(r"(\d{1,3}(?:[.,]\d{3})*|\d+)[.,](\d{1,2})")


class Amount:
    """The first sum of money of an answer; the currency is the institution's."""

    name = "amount"
    free = False
    keys = KeyEntry(1, 10)
    pauses = Pauses("long", "long")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        words, known = utterance.tokens, vocabulary(asking.language)
        for at in range(len(words)):
            part = _part_at(words, at, known)
            if part:
                return self._and_minor(words, at, part, known)
        return None

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        """Whole units; a star is the decimal point: 1250*50."""
        match = re.fullmatch(r"(\d{1,9})(?:\*(\d{1,2}))?", keys)
        if not match:
            return None
        return Reading(int(match[1]) * 100 + _hundredths(match[2] or "0"), 1.0)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings(
            "numbers", "scales", "joiners", "articles", "money", "point"
        )

    def _and_minor(
        self, words: Sequence[str], start: int, part: tuple[int, int], known: Vocabulary
    ) -> Reading:
        """Adds what follows in a smaller unit: "twelve dollars and fifty cents", 三元五角."""
        minor, end = part
        unit = known.money.at(words, end - 1)
        while end < len(words) and unit and unit.value > 1:
            link = known.joiners.at(words, end) or known.points.at(words, end)
            following = _part_at(words, link.end if link else end, known, unit.value // 10)
            if following is None or following[0] >= unit.value:
                break
            minor, end = minor + following[0], following[1]
            unit = known.money.at(words, end - 1)
        return Reading(minor, 0.95, (start, end))


def _part_at(
    words: Sequence[str], at: int, known: Vocabulary, default: int = 100
) -> tuple[int, int] | None:
    """A number with its unit of money, in minor units; `default` without a unit."""
    if at >= len(words):
        return None
    decimal = _DECIMAL.fullmatch(words[at])
    if decimal:
        whole = int(re.sub(r"\D", "", decimal[1]))
        end = at + 1
        money = known.money.at(words, end)
        return whole * 100 + _hundredths(decimal[2]), money.end if money else end
    number = whole_at(words, at, known)
    if number is None:
        return None
    value, end = number
    point = known.points.at(words, end)
    cents = _cents(words, point.end, known) if point else None
    if point and cents:
        end = cents[1]
        money = known.money.at(words, end)
        return value * 100 + cents[0], money.end if money else end
    money = known.money.at(words, end)
    return (value * money.value, money.end) if money else (value * default, end)


def _cents(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    """Hundredths behind a spoken point: "five" and "five zero" are both 50."""
    figures, end = "", at
    while end < len(words) and len(figures) < 2:
        number = whole_at(words, end, known)
        if number is None or len(figures + str(number[0])) > 2:
            break
        figures, end = figures + str(number[0]), number[1]
    return (_hundredths(figures), end) if figures else None


def _hundredths(figures: str) -> int:
    return int(figures.ljust(2, "0"))


AMOUNT = Amount()
