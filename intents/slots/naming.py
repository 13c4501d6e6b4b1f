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
LAST_WORD = 5
"""Fewest letters of the last word of a name that stands for all of it."""
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


class Names(NamedTuple):
    """The ways to say options, by their number of tokens, and words that say none of them."""

    by_length: dict[int, list[Name]]
    shared: frozenset[str]
    """Parts that several options have, "puerto": no typing error of one of their names."""


@lru_cache(maxsize=64)
def names_of(options: tuple[Option, ...], last_words: bool) -> Names:
    """All names, and the parts of names that only one option has. last_words:
    also the last words of names."""
    full = [
        (words, number)
        for number, option in enumerate(options)
        for words in map(tokens, option.names)
        if words
    ]
    single = {(words[0], number) for words, number in full if len(words) == 1}
    # Of "east gate" beside "Eastgate" no part is a name.
    apart = [each for each in full if ("".join(each[0]), each[1]) not in single]
    parts = {(part, number) for words, number in apart for part in _parts(words, last_words)}
    owners = Counter(name for name, _ in {*parts, *full})
    own = sorted(part for part in parts - {*full} if owners[part[0]] == 1)
    found = [(*name, True) for name in dict.fromkeys(full)] + [(*part, False) for part in own]
    by_length: dict[int, list[Name]] = {}
    for words, number, whole in found:
        by_length.setdefault(len(words), []).append(Name("".join(words), number, whole))
    shared = frozenset("".join(part) for part, _ in parts if owners[part] > 1)
    return Names(by_length, shared)


def named(utterance: Utterance, asking: Asking, *, last_words: bool = False) -> Reading | None:
    """The option that is named, when no other one is nearly as good; "not Milton, Kingston" names
    one. last_words: the last word of a name stands for all of it where no other has it."""
    options, refusals = tuple(asking.options), vocabulary(asking.language).refusals
    best: dict[int, Match] = {}
    by_length, shared = names_of(options, last_words)
    for length, names in by_length.items():
        for name, match in _matches(utterance.tokens, length, names, shared):
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
    words: Sequence[str], length: int, names: Sequence[Name], shared: frozenset[str]
) -> Iterator[tuple[Name, Match]]:
    """The names of about `length` tokens that were said, and how well each fits best."""
    windows = dict(_windows(words, length))
    spans, texts = list(windows), list(windows.values())
    letters = [name.letters for name in names]
    likeness = process.cdist(letters, texts, scorer=fuzz.ratio, score_cutoff=SIMILAR_HAN)
    for row in map(int, np.flatnonzero(likeness.any(axis=1))) if texts else ():
        name, column = names[row], int(likeness[row].argmax())
        similarity = float(likeness[row, column]) / 100
        if texts[column] in shared and similarity < 1.0:
            continue
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


def _parts(words: tuple[str, ...], last_words: bool) -> Iterator[tuple[str, ...]]:
    """The first word, or the first two or three Chinese characters: the rest is "… office".
    last_words: the last word too, "la de vejez"."""
    if len(words) > 1 and all(len(word) == 1 and not word.isascii() for word in words):
        yield from (words[:length] for length in (2, 3) if length < len(words))
        return
    if len(words) > 1:
        first = 1 if len(words[0]) >= 4 else 2
        if first < len(words):
            yield words[:first]
        if last_words and len(words[-1]) >= LAST_WORD:
            yield words[-1:]


def _windows(words: Sequence[str], length: int) -> Iterator[tuple[Span, str]]:
    """Runs of about `length` tokens that are not taken yet, without spaces."""
    for size in range(max(1, length - 1), length + 2):
        for start in range(len(words) - size + 1):
            window = words[start : start + size]
            if all(window):
                yield (start, start + size), "".join(window)
