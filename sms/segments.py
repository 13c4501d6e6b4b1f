"""How many segments a text is sent in, which is how many are paid for.

GSM 03.38: a text of its alphabet takes 7-bit units, 160 in one segment and 153 in each of several;
any other text takes 16-bit units, 70 and 67. A character is never split over two segments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BASIC = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz"
    "0123456789"
    " \n\r!\"#%&'()*+,-./:;<=>?@_"
    "£$¥¤§¡¿"
    "ÄÅÆÇÉÑÖØÜß"
    "àäåæèéìñòöøùü"
    "ΓΔΘΛΞΠΣΦΨΩ"
)
"""Characters of one unit."""
EXTENSION = frozenset("\f^{}[]~\\|€")
"""Characters that take two units: an escape and another."""
ALPHABET = BASIC | EXTENSION


@dataclass(frozen=True)
class Segments:
    """units: septets for GSM-7, 16-bit units for UCS-2, without the headers of the segments."""

    encoding: Literal["GSM-7", "UCS-2"]
    units: int
    count: int


def segments(text: str) -> Segments:
    """What sending this text takes; an empty text takes none."""
    if ALPHABET.issuperset(text):
        sizes = [2 if character in EXTENSION else 1 for character in text]
        return Segments("GSM-7", sum(sizes), _count(sizes, single=160, several=153))
    sizes = [2 if ord(character) > 0xFFFF else 1 for character in text]
    return Segments("UCS-2", sum(sizes), _count(sizes, single=70, several=67))


def forcing(text: str) -> tuple[str, ...]:
    """The characters that keep this text from being sent in GSM-7, each once, in order."""
    return tuple(dict.fromkeys(character for character in text if character not in ALPHABET))


def _count(sizes: list[int], single: int, several: int) -> int:
    if sum(sizes) <= single:
        return 1 if sizes else 0
    count, used = 1, 0
    for size in sizes:
        if used + size > several:
            count, used = count + 1, 0
        used += size
    return count
