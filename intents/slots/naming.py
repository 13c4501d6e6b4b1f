"""Finding the names of options in an utterance, also misheard and misspelt ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from intents.slots.kind import Reading
from intents.text import Span, Utterance, tokens
from intents.understood import Option

SIMILAR = 80
"""Least similarity of a name with what was heard, 0 to 100; names under four letters must fit."""
AHEAD = 0.5
"""How much more of a name (in letters) must fit than of the next best option's."""


class Name(NamedTuple):
    """A way to say an option."""

    letters: str
    """Without spaces: recognisers and typists split names as they like."""
    length: int
    """Tokens."""
    option: int


@lru_cache(maxsize=64)
def names_of(options: tuple[Option, ...]) -> tuple[Name, ...]:
    """All names, and the parts of names that only one option has."""
    full = [
        (words, number)
        for number, option in enumerate(options)
        for words in map(tokens, option.names)
        if words
    ]
    parts = {(part, number) for words, number in full for part in _parts(words)}
    owners = Counter(part for part, _ in parts)
    found = dict.fromkeys(full)
    found.update(dict.fromkeys(sorted(item for item in parts if owners[item[0]] == 1)))
    return tuple(Name("".join(words), len(words), number) for words, number in found)


def named(utterance: Utterance, options: tuple[Option, ...]) -> Reading | None:
    """The option that is named, when no other one is nearly as good."""
    best: dict[int, tuple[float, float, Span]] = {}
    windows: dict[int, dict[Span, str]] = {}
    for name in names_of(options):
        around = windows.setdefault(name.length, dict(_windows(utterance.tokens, name.length)))
        cutoff = SIMILAR if len(name.letters) > 3 else 100
        match = process.extractOne(name.letters, around, scorer=fuzz.ratio, score_cutoff=cutoff)
        if match:
            _, score, span = match
            fitting = score / 100 * len(name.letters)
            if fitting > best.get(name.option, (0.0,))[0]:
                best[name.option] = (fitting, score / 100, span)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    if not ranked or (len(ranked) > 1 and ranked[0][1][0] - ranked[1][1][0] < AHEAD):
        return None
    number, (_, similarity, span) = ranked[0]
    return Reading(options[number].value, similarity * 0.97, span)


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Single words of four letters and more, and the first two or three Chinese characters."""
    if len(words) > 1 and all(len(word) == 1 and not word.isascii() for word in words):
        yield from (words[:length] for length in (2, 3) if length < len(words))
        return
    yield from ((word,) for word in words if len(word) >= 4 and len(words) > 1)


def _windows(words: Sequence[str], length: int) -> Iterator[tuple[Span, str]]:
    """Runs of about `length` tokens that are not taken yet, without spaces."""
    for size in range(max(1, length - 1), length + 2):
        for start in range(len(words) - size + 1):
            window = words[start : start + size]
            if all(window):
                yield (start, start + size), "".join(window)
