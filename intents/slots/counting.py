"""Whole numbers in words: "two thousand three hundred and five", 三万五, "mil doscientos"."""

from __future__ import annotations

from collections.abc import Sequence

from intents.slots.vocabulary import Vocabulary

LARGEST = 999_999_999


def number_at(
    words: Sequence[str], start: int, vocabulary: Vocabulary, *, below: int = LARGEST + 1
) -> tuple[int, int] | None:
    """The longest number in words that begins with the token `start`, and where it ends.

    Scales of `below` and more end the number, so that spoken digits are read in small groups.
    """
    count = _Count()
    at = start
    while at < len(words):
        scale = vocabulary.scales.at(words, at)
        number = vocabulary.numbers.at(words, at)
        if scale and scale.value < below and count.scales(scale.value):
            count.multiply(scale.value)
            at = scale.end
        elif number and count.fits(number.value):
            before_scale = vocabulary.scales.at(words, number.end) is not None
            count.add(number.value, short=_is_han(words[at]) and not before_scale)
            at = number.end
        elif _is_link(words, at, start, count, vocabulary):
            count.link()
            at += 1
        else:
            break
    total = sum(count.parts)
    return (total, at) if count.parts and total <= LARGEST else None


class _Count:
    """A number being said: parts in falling order, "two million three" is [2_000_000, 3]."""

    def __init__(self) -> None:
        self.parts: list[int] = []
        self._scales: list[int] = []
        """Of each part the scale that made it; 1 where it is a plain word."""
        self._room = LARGEST + 1
        self._after_scale = False

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

    def _split(self, scale: int) -> tuple[int, int]:
        """How many parts are larger than a scale, and the sum of the smaller ones."""
        kept = sum(part > scale for part in self.parts)
        return kept, sum(self.parts[kept:])

    def link(self) -> None:
        self._after_scale = False


def _is_link(
    words: Sequence[str], at: int, start: int, count: _Count, vocabulary: Vocabulary
) -> bool:
    """Whether an "and" stands inside a number here, or an "a" in front of a scale."""
    if at == start:
        return bool(vocabulary.articles.at(words, at) and vocabulary.scales.at(words, at + 1))
    following = vocabulary.numbers.at(words, at + 1)
    return bool(
        count.parts
        and vocabulary.joiners.at(words, at)
        and following
        and following.value
        and count.fits(following.value)
    )


def _zeros(value: int) -> int:
    """Numbers below this can follow a word: 100 after *quinientos*, 10 after *forty*, else none."""
    if value < 20:
        return 1
    return 100 if value % 100 == 0 else 10 if value % 10 == 0 else 1


def _is_han(word: str) -> bool:
    return "\u3007" <= word[:1] <= "\u9fff"
