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
Encoding = Literal["GSM-7", "UCS-2"]


@dataclass(frozen=True)
class Segments:
    """units: septets for GSM-7, 16-bit units for UCS-2, without the headers of the segments."""

    encoding: Encoding
    units: int
    count: int


def segments(text: str) -> Segments:
    """What sending this text takes; an empty text takes none."""
    encoding, sizes = _sizes(text)
    return Segments(encoding, sum(sizes), len(_starts(encoding, sizes)))


def room(sent: Segments) -> int:
    """The units that fit into as many segments as a text takes, at least one."""
    single, several = _ROOM[sent.encoding]
    return single if sent.count <= 1 else several * sent.count


def pieces(text: str) -> tuple[str, ...]:
    """The text cut where one segment ends and the next begins."""
    starts = _starts(*_sizes(text))
    return tuple(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True))


def forcing(text: str) -> tuple[str, ...]:
    """The characters that keep this text from being sent in GSM-7, each once, in order."""
    return tuple(dict.fromkeys(character for character in text if character not in ALPHABET))


_ROOM: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""Units in one segment alone, and in each of several."""


def _sizes(text: str) -> tuple[Encoding, list[int]]:
    """The units of each character."""
    if ALPHABET.issuperset(text):
        return "GSM-7", [2 if character in EXTENSION else 1 for character in text]
    return "UCS-2", [2 if ord(character) > 0xFFFF else 1 for character in text]


def _starts(encoding: Encoding, sizes: list[int]) -> list[int]:
    """The characters with which segments begin."""
    single, several = _ROOM[encoding]
    if sum(sizes) <= single:
        return [0] if sizes else []
    starts, used = [0], 0
    for index, size in enumerate(sizes):
        if used + size > several:
            starts.append(index)
            used = 0
        used += size
    return starts
