"""Money, in minor units: "1,250.50" is 125050."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from intents.phrases import Hit
from intents.slots.correcting import corrected
from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.number import UNSURE_WHICH, said_at, whole_at
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Utterance
from intents.understood import Option

_DECIMAL = re.compile(r"(\d{1,3}(?:[.,]\d{3})*|\d+)[.,](\d{1,2})")
_UNIT = 100
"""Minor units of a number without a word of money."""
_SURE, _LIKELY, _GUESSED = 0.95, 0.75, 0.6


class Part(NamedTuple):
    """A number with its unit: minor units, those of one unit, where it ends, how sure."""

    minor: int
    unit: int
    end: int
    confidence: float = _SURE


class Amount:
    """The first sum of money of an answer; the currency is the institution's."""

    name = "amount"
    free = False
    keys = KeyEntry(1, 10)
    pauses = Pauses("long", "long")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        return corrected(utterance.tokens, vocabulary(asking.language), _first)

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        """Whole units; a star is the decimal point: 1250*50."""
        match = re.fullmatch(r"(\d{1,9})(?:\*(\d{1,2}))?", keys)
        if not match:
            return None
        return Reading(int(match[1]) * 100 + _hundredths(match[2] or "0"), 1.0)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings(
            "numbers", "scales", "joiners", "articles", "shares", "and_half", "money", "point"
        )


def _first(words: Sequence[str], known: Vocabulary) -> Reading | None:
    at = 0
    while at < len(words):
        other = known.not_a_number.at(words, at)
        part = None if other else _part_at(words, at, known)
        time = known.units.at(words, part.end) if part else None
        if time and any(_part_at(words, later, known) for later in range(time.end, len(words))):
            at = time.end  # 一个月五百: the month is none of the money
        elif part:
            found = _with_minor(words, part, known)
            link = known.alternatives.at(words, found.end) or known.joiners.at(words, found.end)
            either = link is not None and _part_at(words, link.end, known) is not None
            sure = UNSURE_WHICH if either else found.confidence
            return Reading(found.minor, sure, (at, found.end))
        else:
            at = other.end if other else at + 1
    return None


def _part_at(words: Sequence[str], at: int, known: Vocabulary) -> Part | None:
    """A number with its unit of money, "a dollar" too."""
    if at >= len(words) or not words[at]:
        return None
    article = known.articles.at(words, at)
    if article and (one := known.money.at(words, article.end)):
        return Part(one.value, one.value, one.end)
    decimal = _DECIMAL.fullmatch(words[at])
    scaled = whole_at(words, at, known)
    if decimal and not scaled:
        minor = int(re.sub(r"\D", "", decimal[1])) * 100 + _hundredths(decimal[2])
        money = known.money.at(words, at + 1)
        return Part(minor, 1, money.end if money else at + 1)
    return _spoken(words, at, known)


def _spoken(words: Sequence[str], at: int, known: Vocabulary) -> Part | None:
    """Four hundred twelve, with dollars, a point and cents, or nothing behind it."""
    whole = whole_at(words, at, known)
    if whole is None:
        return None
    value, end = whole
    point = known.points.at(words, end)
    cents = _places(words, point.end, known) if point else None
    if cents:
        money = known.money.at(words, cents[1])
        return Part(value * 100 + cents[0], 1, money.end if money else cents[1])
    money = known.money.at(words, end)
    if money:
        return Part(value * money.value, money.value, money.end)
    return _pair(words, at, whole, known) or Part(value * _UNIT, _UNIT, end)


def _pair(words: Sequence[str], at: int, whole: tuple[int, int], known: Vocabulary) -> Part | None:
    """Digits one by one ("four one two"), or units and cents in one breath ("twelve fifty")."""
    said = said_at(words, at, known)
    if said and said.end > whole[1] and said.confidence > _LIKELY:
        return Part(said.value * _UNIT, _UNIT, said.end)
    cents = _cents_behind(words, whole[1], known)
    if cents is None:
        return None
    money = known.money.at(words, cents[1])
    sure = _LIKELY if whole[0] >= 10 or money else _GUESSED
    return Part(whole[0] * 100 + cents[0], 1, money.end if money else cents[1], sure)


def _cents_behind(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    """Two figures right behind units: "fifty", "oh five"; a single one is something else."""
    first = whole_at(words, at, known)
    if first is None or known.units.at(words, first[1]):
        return None
    if 10 <= first[0] < 100:
        return first
    second = whole_at(words, first[1], known) if first[0] == 0 else None
    return second if second and second[0] < 10 else None


def _with_minor(words: Sequence[str], part: Part, known: Vocabulary) -> Part:
    """Adds what follows in a smaller unit: "twelve dollars and fifty cents", 三元五角."""
    while part.unit > 1 and part.end < len(words):
        unit = known.money.ending(words, part.end)
        half = known.and_half_unit.at(words, part.end) if unit else None
        following = (
            Part(part.unit // 2, 1, half.end) if half else _smaller(words, part, unit, known)
        )
        if following is None or following.minor >= part.unit:
            break
        sure = min(part.confidence, following.confidence)
        part = Part(part.minor + following.minor, following.unit, following.end, sure)
    return part


def _smaller(
    words: Sequence[str], part: Part, unit: Hit[int] | None, known: Vocabulary
) -> Part | None:
    """The part behind a unit; without a unit of its own it counts in the next smaller one (三块五),
    behind a gap in hundredths (三块零五), and as cents where there is none between."""
    link = known.joiners.at(words, part.end) or known.points.at(words, part.end)
    number = whole_at(words, link.end if link else part.end, known)
    if number is None:
        return None
    money = known.money.at(words, number[1])
    if unit is None and not (link and money and money.value < _UNIT):
        return None
    if money:
        return Part(number[0] * money.value, money.value, money.end)
    if known.tenths and part.unit >= 10:
        gap = link is not None
        size = part.unit // 100 if gap and part.unit >= 100 else part.unit // 10
        return Part(number[0] * size, size, number[1]) if number[0] < 10 else None
    spoken = link is not None or 10 <= number[0] < 100
    return Part(number[0], 1, number[1], _LIKELY if not link else _SURE) if spoken else None


def _places(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
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
