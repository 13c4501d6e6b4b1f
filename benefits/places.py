"""Finding the office that somebody means: by its id, the town's name or a postcode."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from benefits.registry import Row
from benefits.words import folded

_SURE = 82
"""Similarity from which a misheard or misspelt town is taken for the one in the list."""
_FAR = 400
"""A postcode further than this from every office's is not one of the country."""


def find(offices: Sequence[Row], place: str) -> Row | None:
    """The office meant by `place`, or None when that is not sure."""
    for office in offices:
        if office["id"] == place:
            return office
    digits = re.sub(r"\D", "", place)
    if digits:
        return _by_postcode(offices, digits)
    return _by_name(offices, folded(place))


def _by_postcode(offices: Sequence[Row], postcode: str) -> Row | None:
    """The office with the nearest postcode: they run by region."""
    if len(postcode) != 4 or not offices:
        return None

    def distance(office: Row) -> int:
        return abs(int(office["postcode"]) - int(postcode))

    nearest = min(offices, key=distance)
    return nearest if distance(nearest) <= _FAR else None


def _by_name(offices: Sequence[Row], said: str) -> Row | None:
    """The office whose town is named in what was said; else the town it sounds like."""
    named = [(folded(name), office) for office in offices for name in _names(office)]
    within = [(name, office) for name, office in named if _contains(said, name)]
    if within:
        return max(within, key=lambda pair: len(pair[0]))[1]
    best = process.extractOne(said, [name for name, _ in named], scorer=fuzz.ratio)
    return named[best[2]][1] if best and best[1] >= _SURE else None


def _names(office: Row) -> list[str]:
    return [office["town"], *(name for names in office["names"].values() for name in names)]


def _contains(said: str, name: str) -> bool:
    """Whole words, except in Chinese, which is written without spaces."""
    return f" {name} " in f" {said} " if name.isascii() else name in said
