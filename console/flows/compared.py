"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

Piece = tuple[Literal["same", "gone", "new"], str]
_WORD = re.compile(r"\{[^{}]*\}|[\u3400-\u9fff]|\w+|\s+|[^\w\s]")


def compared(was: str, now: str) -> list[Piece]:
    """The two texts in one: what both have, what only the first and what only the second has."""
    return list(_pieces(_WORD.findall(was), _WORD.findall(now)))


def _pieces(was: list[str], now: list[str]) -> Iterator[Piece]:
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(was[a:b])
            continue
        if a < b:
            yield "gone", "".join(was[a:b])
        if c < d:
            yield "new", "".join(now[c:d])
