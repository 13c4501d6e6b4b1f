"""Whole numbers in words: "two thousand three hundred and five", 三万五, "mil doscientos"."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from intents.slots.vocabulary import Vocabulary
from intents.text import decimal, grouped

LARGEST = 999_999_999


def number_at(
    words: Sequence[str],
    start: int,
    vocabulary: Vocabulary,
    *,
    below: int = LARGEST + 1,
    figures: bool = False,
) -> tuple[int, int] | None:
    """The longest number in words that begins with the token `start`, and where it ends.

    Scales of `below` and more end the number, so that spoken digits are read in small groups.
    `figures`: also with figures in it, "3 thousand", 1万2.
    """
    part = _part_of_scale(words, start, vocabulary, figures) if below > LARGEST else None
    if part:
        return part
    count = _Count()
    at = start
    while at < len(words):
        scale = vocabulary.scales.at(words, at)
        if not scale and figures and at > start and count.figures:
            scale = vocabulary.scales_of_figures.at(words, at)
        number = _value_at(words, at, vocabulary, figures)
        if scale and scale.value < below and count.scales(scale.value):
            count.multiply(scale.value)
            at = scale.end
        elif number and count.fits(number[0]):
            value, end = number
            before_scale = vocabulary.scales.at(words, end) is not None
            last = _is_han(words[at]) or (value < 10 and at > 0 and _is_han(words[at - 1]))
            count.add(value, short=last and not before_scale)
            count.figures = words[at][0].isdigit()
            at = end
        elif _is_link(words, at, start, count, vocabulary, figures):
            count.link()
            at += 1
        else:
            break
    half = vocabulary.and_half.at(words, at) if count.scale >= 1000 else None
    if half:
        count.multiply_half()
        at = half.end
    total = sum(count.parts)
    return (total, at) if count.parts and total <= LARGEST else None


class _Count:
    """A number being said: parts in falling order, "two million three" is [2_000_000, 3]."""

    def __init__(self) -> None:
        self.parts: list[int] = []
        self.figures = False
        """Whether the last part was written in figures."""
        self._scales: list[int] = []
        """Of each part the scale that made it; 1 where it is a plain word."""
        self._room = LARGEST + 1
        self._after_scale = False

    @property
    def scale(self) -> int:
        """The scale that was said last, 1 where none was."""
        return self._scales[-1] if self._after_scale else 1

    def fits(self, value: int) -> bool:
        """Whether a word can be added: after "forty" only one to nine can."""
        return not self.parts or 0 < value < self._room

    def add(self, value: int, *, short: bool) -> None:
        """Adds a word. `short`: 三万五 is 35,000, a last digit counts in the next lower scale."""
        if short and self._after_scale and self._room >= 100:
            value *= self._room // 10
        self.parts.append(value)
        self._scales.append(1)
        self._room = _zeros(value)
        self._after_scale = False

    def scales(self, scale: int) -> bool:
        """Whether a scale can follow: 四十七 cannot be followed by 十, that begins a new number."""
        kept, smaller = self._split(scale)
        return not kept or (smaller or 1) * scale < self._scales[kept - 1]

    def multiply(self, scale: int) -> None:
        """A scale multiplies what is smaller than itself, or stands for one of it."""
        kept, smaller = self._split(scale)
        self.parts = [*self.parts[:kept], (smaller or 1) * scale]
        self._scales = [*self._scales[:kept], scale]
        self._room = scale
        self._after_scale = True

    def multiply_half(self) -> None:
        """Half of the last scale more: "dos millones y medio"."""
        self.parts.append(self._scales[-1] // 2)

    def _split(self, scale: int) -> tuple[int, int]:
        """How many parts are larger than a scale, and the sum of the smaller ones."""
        kept = sum(part > scale for part in self.parts)
        return kept, sum(self.parts[kept:])

    def link(self) -> None:
        self._after_scale = False


def _value_at(
    words: Sequence[str], at: int, vocabulary: Vocabulary, figures: bool
) -> tuple[int, int] | None:
    """A word of a number or, with `figures`, figures: 12, "2,305"."""
    if figures and words[at][:1].isdigit():
        value = grouped(words[at])
        return None if value is None else (value, at + 1)
    number = vocabulary.numbers.at(words, at)
    return (number.value, number.end) if number else None


def _part_of_scale(
    words: Sequence[str], start: int, vocabulary: Vocabulary, figures: bool
) -> tuple[int, int] | None:
    """Half a million, two and a half thousand, 1.2 million, 1.5万, "1.5k"."""
    share = vocabulary.shares.at(words, start)
    if share:
        of, end = Fraction(1, share.value), share.end
    elif figures and (written := decimal(words[start])) is not None:
        of, end = Fraction(written), start + 1
    else:
        number = _value_at(words, start, vocabulary, figures)
        half = vocabulary.and_half.at(words, number[1]) if number else None
        if number is None or half is None:
            return None
        of, end = number[0] + Fraction(1, 2), half.end
    scale = vocabulary.scales.at(words, end) or (
        vocabulary.scales_of_figures.at(words, end) if figures else None
    )
    if not scale or (of * scale.value).denominator != 1:
        return None
    value = int(of * scale.value)
    return (value, scale.end) if value <= LARGEST else None


def _is_link(
    words: Sequence[str],
    at: int,
    start: int,
    count: _Count,
    vocabulary: Vocabulary,
    figures: bool,
) -> bool:
    """Whether an "and" stands inside a number here, or an "a" in front of a scale."""
    if at == start:
        return bool(vocabulary.articles.at(words, at) and vocabulary.scales.at(words, at + 1))
    if not count.parts or not vocabulary.joiners.at(words, at) or at + 1 >= len(words):
        return False
    following = _value_at(words, at + 1, vocabulary, figures)
    return bool(following and following[0] and count.fits(following[0]))


def _zeros(value: int) -> int:
    """Numbers below this can follow a word: 100 after *quinientos*, 10 after *forty*, else none."""
    if value < 20:
        return 1
    return 100 if value % 100 == 0 else 10 if value % 10 == 0 else 1


def _is_han(word: str) -> bool:
    return "\u3007" <= word[:1] <= "\u9fff"
