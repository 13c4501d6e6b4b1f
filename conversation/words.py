"""The words of an utterance, as the recogniser heard them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Word:
    """A recognised word. Times in seconds: since the utterance began, or since the call did."""

    text: str
    confidence: float
    """0 to 1."""
    start: float
    end: float


def moved(words: Iterable[Word], seconds: float) -> tuple[Word, ...]:
    """The same words, later by so many seconds, to the hundredth."""
    return tuple(
        replace(word, start=round(word.start + seconds, 2), end=round(word.end + seconds, 2))
        for word in words
    )
