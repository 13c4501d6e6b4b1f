"""What is looked at in a text: words, pairs, pieces of words, their consonants, Chinese sounds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from intents.matching.readings import reading
from intents.text import tokens

KINDS = {"w": 1.5, "p": 0.8, "h": 0.7, "c": 0.7, "v": 0.35, "y": 1.2, "z": 0.8}
"""By the first letter of a feature's name, what it weighs: a word, two neighbouring words, two
words near each other in any order, three or four letters, the consonants of a word, the sound of a
Chinese character, that of two neighbouring ones."""
NEAR = 6
"""Words that may lie between two that are paired, and one."""
PIECES = (3, 4)
_VOWELS = re.compile("[aeiouy]+")


def words(text: str) -> list[str]:
    """Folded, without figures, which never tell the intent."""
    return [token for token in tokens(text) if not token.lstrip("+")[:1].isdigit()]


def features(words: Sequence[str]) -> Counter[str]:
    """How often each feature occurs, by its name: its kind, a space and what it holds."""
    found = [name for word in words for name in _of_word(word)]
    found += [f"p {first} {second}" for first, second in pairwise(words)]
    sounds = [reading(word) for word in words]
    if any(sounds):
        found += [f"y {sound}" for sound in sounds if sound]
        found += [f"z {one} {two}" for one, two in pairwise(sounds) if one and two]
    found += [
        f"h {first} {second}" if first < second else f"h {second} {first}"
        for place, first in enumerate(words)
        for second in words[place + 1 : place + 1 + NEAR]
    ]
    return Counter(found)


def skeleton(word: str) -> str:
    """What is left of a word whose vowels nobody types: "balance" and "blnce" are one."""
    return word[0] + _VOWELS.sub("", word[1:])


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, ...]:
    """The features that a word has by itself; the same words come again and again."""
    if len(word) == 1:
        return (f"w {word}",)
    padded = f" {word} "
    pieces = (
        f"c {padded[start : start + size]}"
        for size in PIECES
        for start in range(len(padded) - size + 1)
    )
    return (f"w {word}", f"v {skeleton(word)}", *pieces)
