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


Match = tuple[float, float, Span, bool]
"""Letters that fit, their share of the name, where it was said, and whether it is all of it."""


class Name(NamedTuple):
    """A way to say an option."""

    letters: str
    """Without spaces: recognisers and typists split names as they like."""
    length: int
    """Tokens."""
    option: int
    whole: bool
    """Whether it is all of a name."""


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
    owners = Counter(name for name, _ in {*parts, *full})
    own = sorted(part for part in parts - {*full} if owners[part[0]] == 1)
    found = [(*name, True) for name in dict.fromkeys(full)] + [(*part, False) for part in own]
    return tuple(Name("".join(words), len(words), number, whole) for words, number, whole in found)


def named(utterance: Utterance, options: tuple[Option, ...]) -> Reading | None:
    """The option that is named, when no other one is nearly as good."""
    best: dict[int, Match] = {}
    windows: dict[int, dict[Span, str]] = {}
    for name in names_of(options):
        around = windows.setdefault(name.length, dict(_windows(utterance.tokens, name.length)))
        cutoff = SIMILAR if len(name.letters) > 3 else 100
        match = process.extractOne(name.letters, around, scorer=fuzz.ratio, score_cutoff=cutoff)
        if match:
            _, score, span = match
            fitting = score / 100 * len(name.letters)
            if fitting > best.get(name.option, (0.0,))[0]:
                best[name.option] = (fitting, score / 100, span, name.whole)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    if not ranked or any(_rivals(ranked[0][1], other) for _, other in ranked[1:]):
        return None
    number, (_, similarity, span, _) = ranked[0]
    return Reading(options[number].value, similarity * 0.97, span)


def _rivals(best: Match, other: Match) -> bool:
    """Whether another option fits as well, or is named too: "Millbrook or Oakham"."""
    apart = other[2][0] >= best[2][1] or other[2][1] <= best[2][0]
    return best[0] - other[0] < AHEAD or (apart and other[3] and other[1] == 1.0)


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The first word, or the first two or three Chinese characters: the rest is "… office"."""
    if len(words) > 1 and all(len(word) == 1 and not word.isascii() for word in words):
        yield from (words[:length] for length in (2, 3) if length < len(words))
        return
    if len(words) > 1 and len(words[0]) >= 4:
        yield words[:1]


def _windows(words: Sequence[str], length: int) -> Iterator[tuple[Span, str]]:
    """Runs of about `length` tokens that are not taken yet, without spaces."""
    for size in range(max(1, length - 1), length + 2):
        for start in range(len(words) - size + 1):
            window = words[start : start + size]
            if all(window):
                yield (start, start + size), "".join(window)
