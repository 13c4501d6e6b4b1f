"""Cuts texts to a width, where nothing wraps them: in drawings."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate


def width(words: str) -> int:
    """In letters of usual width."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in words)


def cut(line: str, letters: int) -> str:
    """The line, with "…" for what does not fit."""
    if width(line) <= letters:
        return line
    reaches = list(accumulate(map(width, line)))
    return f"{line[: bisect_right(reaches, letters - 1)].rstrip()}…"


def wrapped(said: str, letters: int, most: int) -> list[str]:
    """The beginning of a text in so many lines."""
    lines: list[str] = []
    while said and len(lines) < most - 1 and width(said) > letters:
        fits = cut(said, letters + 1).removesuffix("…")
        at = fits.rfind(" ") if " " in fits and len(fits) < len(said) else len(fits)
        lines.append(said[:at])
        said = said[at:].strip()
    return [*lines, cut(said, letters)] if said else lines
