"""Patterns of words anywhere in an utterance: "(want|need) to talk to (a|) person".

`wording.expanded` lists the phrases of such a pattern; here there may be a million of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from intents.text import Span, tokens

_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_NOTHING = re.compile(r"(?!)")


class Patterns:
    """Patterns that are looked for together, the first that fits at a place counting."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """An alternative stands for whole words, and may be empty."""
        ways = [_words(pattern) for pattern in patterns]
        self._any = re.compile("(?<![^ ])(?:" + "|".join(ways) + ")") if ways else _NOTHING

    def spans(self, words: Sequence[str]) -> Iterator[Span]:
        """Where any of them is found, in tokens, from left to right and none overlapping."""
        line = "".join(f"{word} " for word in words)
        for match in self._any.finditer(line):
            start = line.count(" ", 0, match.start())
            yield start, start + match[0].count(" ")


def phrases(patterns: Iterable[str]) -> Iterator[str]:
    """A few phrases of each pattern: every alternative is in one of them."""
    for pattern in patterns:
        pieces = _ALTERNATIVES.split(pattern)
        ways = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]
        for time in range(max(map(len, ways))):
            yield " ".join("".join(way[time % len(way)] for way in ways).split())


def _words(pattern: str) -> str:
    """A regular expression in which every word is followed by a space, as in `spans`."""
    pieces = _ALTERNATIVES.split(pattern)
    return "".join(
        "(?:" + "|".join(map(_literal, piece.split("|"))) + ")" if number % 2 else _literal(piece)
        for number, piece in enumerate(pieces)
    )


def _literal(text: str) -> str:
    return "".join(f"{re.escape(word)} " for word in tokens(text))
