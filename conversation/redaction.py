"""What a transcript may keep: long numbers are masked, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from conversation.words import Word

MASK = "•••"
LEAST = 4
"""Digits in a row that may be a reference, an insurance number, a phone or a PIN."""

_ONE_DIGIT = (
    "zero oh nought one two three four five six seven eight nine double"
    " cero uno dos tres cuatro cinco seis siete ocho nueve doble"
)
_TWO_DIGITS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    " twenty thirty forty fifty sixty seventy eighty ninety triple"
    " diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte"
    " veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho"
    " veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa"
)
_IDEOGRAPHS = "零〇一二三四五六七八九十幺两"
_DIGITS_OF = {
    **dict.fromkeys(_ONE_DIGIT.split(), 1),
    **dict.fromkeys(_TWO_DIGITS.split(), 2),
}
_NUMERAL = re.compile(rf"\+?\d|\b(?:{'|'.join(_DIGITS_OF)})\b|[{_IDEOGRAPHS}]", re.IGNORECASE)
_BETWEEN_FIGURES = re.compile(r"(?:[\s.()-]|,\s?|\)\s)?")
_BETWEEN = re.compile(r"[\s,，、.-]*(?:(?:and|y)\s+)?", re.IGNORECASE)


def redact(text: str, least: int = LEAST) -> str:
    """The text with every number of so many digits or more masked."""
    kept, at = "", 0
    for start, end in _long_numbers(text, least):
        kept += text[at:start] + MASK
        at = end
    return kept + text[at:]


def redact_values(
    values: Mapping[str, Any], private: Collection[str] = frozenset()
) -> dict[str, Any]:
    """Slot values with their texts redacted, and those of the slots in `private` masked whole."""
    return {name: _shown(value, name in private) for name, value in values.items()}


def _shown(value: Any, private: bool) -> Any:
    if private and value is not None:
        return MASK
    return redact(value) if isinstance(value, str) else value


def redact_words(text: str, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of `text`, those of a long number put together and masked like the text.

    Their times tell when the whole number was said, and not how many digits it has. Words that
    are not those of the text are left out altogether.
    """
    numbers = list(_long_numbers(text))
    kept: list[Word] = []
    at, last = 0, -1
    for word in words:
        start = text.find(word.text, at)
        if start < 0 or not word.text:
            return ()
        at = start + len(word.text)
        number = _overlapping(numbers, start, at)
        if number < 0:
            kept.append(word)
        elif number == last:
            kept[-1] = _joined(kept[-1], word)
        else:
            kept.append(Word(MASK, word.confidence, word.start, word.end))
        last = number
    return tuple(kept)


def _joined(masked: Word, word: Word) -> Word:
    return Word(MASK, min(masked.confidence, word.confidence), masked.start, word.end)


def _overlapping(spans: Iterable[tuple[int, int]], start: int, end: int) -> int:
    """The last of the spans that shares a character with this one; -1 for none."""
    return max((n for n, span in enumerate(spans) if span[0] < end and start < span[1]), default=-1)


def _long_numbers(text: str, least: int = LEAST) -> Iterator[tuple[int, int]]:
    """Where a number of so many digits or more begins and ends."""
    start = end = digits = 0
    before = ""
    for match in _NUMERAL.finditer(text):
        if not (digits and _joins(before, text[end : match.start()], match[0])):
            if digits >= least:
                yield start, end
            start, digits = match.start(), 0
        digits += _DIGITS_OF.get(match[0].lower(), 1)
        end, before = match.end(), match[0]
    if digits >= least:
        yield start, end


def _joins(before: str, between: str, after: str) -> bool:
    """Does a numeral go on after what stands between it and the one before?"""
    figures = before[-1].isdigit() and after[-1].isdigit()
    return bool((_BETWEEN_FIGURES if figures else _BETWEEN).fullmatch(between))
