"""What a question is made of: its words, their pieces, and the ideas that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from benefits.words import folded, words

WEIGHTS = {"word": 1.0, "pair": 1.0, "piece": 0.5, "idea": 2.0, "ideas": 1.0}
"""By kind of feature: ideas carry over from one wording to another, pieces from a typing error."""

Feature = tuple[str, str]
"""Kind and name."""


class Ideas:
    """Words that mean the same, as `data/alike.yaml` lists them for one language."""

    def __init__(self, alike: Sequence[Sequence[str]]) -> None:
        self._patterns = [re.compile("|".join(map(_pattern, group))) for group in alike]

    def features(self, text: str) -> Iterator[Feature]:
        """Everything that two questions may have in common."""
        yield from _of_words(text)
        plain = folded(text)
        found = [str(n) for n, pattern in enumerate(self._patterns) if pattern.search(plain)]
        yield from (("idea", idea) for idea in found)
        yield from (("ideas", f"{one} {other}") for one, other in combinations(found, 2))


def _of_words(text: str) -> Iterator[Feature]:
    """Words, pairs of words and pieces of words; Chinese characters and pairs of them."""
    parts = [part for word in words(text) for part in ([word] if word.isascii() else word)]
    parts = [part for part in parts if not part[0].isdigit()]
    for part in parts:
        yield "word", part
        if len(part) > 1:
            padded = f" {part} "
            for size in (3, 4):
                for start in range(len(padded) - size + 1):
                    yield "piece", padded[start : start + size]
    yield from (("pair", f"{first} {second}") for first, second in pairwise(parts))


def _pattern(entry: str) -> str:
    """`*` stands for any ending; where there are spaces between words, whole words count."""
    if not entry.isascii() and not folded(entry).isascii():
        return re.escape(entry)
    pieces = [folded(piece) for piece in entry.split("*")]
    return rf"\b{'[a-z]*'.join(map(re.escape, pieces))}\b"
