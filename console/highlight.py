"""Finds the searched words in a text again, as the full-text index found them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from storage.watching import goes_on
from storage.words import indexed

AROUND = 90
"""Characters shown before the first found word, and as much again after it, at least."""

_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff"
_TERM = re.compile(rf"[{_IDEOGRAPHS}](?:\s*[{_IDEOGRAPHS}])*|[^\W_{_IDEOGRAPHS}]+")
_BEFORE = rf"(?<![^\W_{_IDEOGRAPHS}])"
_AFTER = rf"(?![^\W_{_IDEOGRAPHS}])"


def pieces(text: str, query: str) -> list[tuple[str, bool]]:
    """The part of the text around the first found word, cut up; True marks the found words."""
    folded, origin = _folded(text)
    found = _pattern(query)
    spans = [match.span() for match in found.finditer(folded)] if found else []
    start, end = _window(len(text), origin[spans[0][0]] if spans else 0)
    cut: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for first, last in spans:
        left, right = max(origin[first], at), min(origin[last], end)
        if left >= right:
            continue
        cut += [(text[at:left], False), (text[left:right], True)]
        at = right
    cut.append((text[at:end], False))
    if end < len(text):
        cut.append((" …", False))
    return [piece for piece in cut if piece[0]]


def _window(length: int, first: int) -> tuple[int, int]:
    start = max(0, first - AROUND) if length > 2 * AROUND else 0
    return start, min(length, start + 3 * AROUND)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and where each of its characters came from."""
    out: list[str] = []
    origin: list[int] = []
    for at, letter in enumerate(text):
        for plain in unicodedata.normalize("NFD", letter).lower():
            if not unicodedata.combining(plain):
                out.append(plain)
                origin.append(at)
    return "".join(out), [*origin, len(text)]


@lru_cache(maxsize=64)
def _pattern(query: str) -> re.Pattern[str] | None:
    """Whole words; the last one of the query may go on where the search lets it."""
    parts = _folded(query)[0].split()
    words = [word for part in parts for word in _TERM.findall(indexed(part))]
    open_end = len(words) if goes_on(query) else 0
    terms = []
    for number, word in enumerate(words, start=1):
        if re.match(rf"[{_IDEOGRAPHS}]", word):
            terms.append(r"\s*".join(map(re.escape, word.split())))
        else:
            terms.append(_BEFORE + re.escape(word) + ("" if number == open_end else _AFTER))
    return re.compile("|".join(terms)) if terms else None
