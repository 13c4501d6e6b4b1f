"""Finding the names of options in an utterance, also misheard and misspelt ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from intents.slots.kind import Asking, Reading
from intents.slots.vocabulary import vocabulary
from intents.text import Span, Utterance, tokens
from intents.understood import Option

SIMILAR = 80
"""Least similarity of a name with what was heard, 0 to 100; names under four letters must fit."""
SIMILAR_HAN = 75
"""The same of names in Chinese characters: one of four may be another of the same sound."""
HAN_FROM = "\u3007"
AHEAD = 0.5
"""How much more of a name (in letters) must fit than of the next best option's."""


class Match(NamedTuple):
    """How well an option was named."""

    letters: float
    """Letters of the name that fit."""
    similarity: float
    """Their share of the name, 0 to 1."""
    span: Span
    whole: bool
    """Whether all of the name was said."""


class Name(NamedTuple):
    """A way to say an option."""

    letters: str
    """Without spaces: recognisers and typists split names as they like."""
    option: int
    whole: bool
    """Whether it is all of a name."""


@lru_cache(maxsize=64)
def names_of(options: tuple[Option, ...]) -> dict[int, list[Name]]:
    """All names, and the parts of names that only one option has, by their number of tokens."""
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
    by_length: dict[int, list[Name]] = {}
    for words, number, whole in found:
        by_length.setdefault(len(words), []).append(Name("".join(words), number, whole))
    return by_length


def named(utterance: Utterance, asking: Asking) -> Reading | None:
    """The option that is named, when no other one is nearly as good; "not Milton, Kingston" names
    one."""
    options, refusals = tuple(asking.options), vocabulary(asking.language).refusals
    best: dict[int, Match] = {}
    for length, names in names_of(options).items():
        for name, match in _matches(utterance.tokens, length, names):
            if refusals.ending(utterance.tokens, match.span[0]):
                continue
            if name.option not in best or match > best[name.option]:
                best[name.option] = match
    ranked = sorted(best.items(), key=lambda item: -item[1].letters)
    if not ranked or any(_rivals(ranked[0][1], other) for _, other in ranked[1:]):
        return None
    number, match = ranked[0]
    return Reading(options[number].value, match.similarity * 0.97, match.span)


def _matches(
    words: Sequence[str], length: int, names: Sequence[Name]
) -> Iterator[tuple[Name, Match]]:
    """The names of about `length` tokens that were said, and how well each fits best."""
    windows = dict(_windows(words, length))
    spans, texts = list(windows), list(windows.values())
    letters = [name.letters for name in names]
    likeness = process.cdist(letters, texts, scorer=fuzz.ratio, score_cutoff=SIMILAR_HAN)
    for row in map(int, np.flatnonzero(likeness.any(axis=1))) if texts else ():
        name, column = names[row], int(likeness[row].argmax())
        similarity = float(likeness[row, column]) / 100
        least = SIMILAR_HAN if name.letters > HAN_FROM else SIMILAR
        if similarity == 1.0 or (len(name.letters) > 3 and similarity * 100 >= least):
            fitting = similarity * len(name.letters)
            yield name, Match(fitting, similarity, spans[column], name.whole)


def _rivals(best: Match, other: Match) -> bool:
    """Whether another option fits as well, or is named too: "Millbrook or Oakham"."""
    apart = other.span[0] >= best.span[1] or other.span[1] <= best.span[0]
    named_too = apart and other.whole and other.similarity == 1.0
    if not apart and best.similarity == 1.0 and best.whole:
        return other.similarity == 1.0 and other.letters >= best.letters
    return best.letters - other.letters < AHEAD or named_too


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
