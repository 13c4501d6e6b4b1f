"""Tables of phrases and where they occur in an utterance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.text import tokens

V = TypeVar("V")


@dataclass(frozen=True)
class Hit(Generic[V]):
    """A phrase found in the tokens `start:end`."""

    start: int
    end: int
    value: V


class PhraseTable(Generic[V]):
    """Phrases with a meaning each, found in a sequence of tokens, the longest first."""

    def __init__(self, phrases: Mapping[str, V], *, forgiving: bool = False) -> None:
        """`forgiving` also accepts single words of five letters and more with a typing error."""
        self._by_tokens = {tokens(phrase): value for phrase, value in phrases.items()}
        self._longest = max((len(key) for key in self._by_tokens), default=0)
        # How many tokens the phrases have that begin with a token: few do with any.
        self._lengths: dict[str, tuple[int, ...]] = {}
        for key in sorted(self._by_tokens, key=len, reverse=True):
            lengths = self._lengths.get(key[0], ()) if key else ()
            if key and len(key) not in lengths:
                self._lengths[key[0]] = (*lengths, len(key))
        singles = [key[0] for key in self._by_tokens if len(key) == 1 and len(key[0]) >= 5]
        self._singles = singles if forgiving else []

    def scan(self, words: Sequence[str]) -> Iterator[Hit[V]]:
        """Every phrase from left to right, none overlapping."""
        at = 0
        while at < len(words):
            hit = self.at(words, at)
            if hit:
                yield hit
            at = hit.end if hit else at + 1

    def at(self, words: Sequence[str], start: int) -> Hit[V] | None:
        """The longest phrase that begins with the token `start`."""
        if start >= len(words):
            return None
        for length in self._lengths.get(words[start], ()):
            key = tuple(words[start : start + length])
            if key in self._by_tokens:
                return Hit(start, start + len(key), self._by_tokens[key])
        return self._misspelt(words, start)

    def ending(self, words: Sequence[str], end: int) -> Hit[V] | None:
        """The longest phrase whose last token stands right before `end`."""
        for start in range(max(0, end - self._longest), end):
            key = tuple(words[start:end])
            if key in self._by_tokens:
                return Hit(start, end, self._by_tokens[key])
        return None

    def whole(self, words: Sequence[str]) -> V | None:
        """The meaning of a phrase that is the whole of `words`."""
        return self._by_tokens.get(tuple(words))

    def cores(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """`words` with more and more phrases at both ends left out; one word always stays."""
        starts, ends = [0], [len(words)]
        while (hit := self.at(words, starts[-1])) and hit.end < len(words):
            starts.append(hit.end)
        while (end := self._last(words[: ends[-1]])) > 0:
            ends.append(end)
        pairs = ((start, end) for start in starts for end in ends if start < end)
        for start, end in sorted(pairs, key=lambda pair: pair[0] - pair[1]):
            yield words[start:end]

    def core(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """`words` without all phrases at both ends."""
        return list(self.cores(words))[-1] if words else ()

    def _last(self, words: tuple[str, ...]) -> int:
        """Where the longest phrase begins that ends with the last word; 0 when there is none."""
        first = max(1, len(words) - self._longest)
        return next((at for at in range(first, len(words)) if words[at:] in self._by_tokens), 0)

    def _misspelt(self, words: Sequence[str], start: int) -> Hit[V] | None:
        if not self._singles or len(words[start]) < 5:
            return None
        best = process.extractOne(
            words[start], self._singles, scorer=OSA.distance, score_cutoff=slips(words[start])
        )
        return Hit(start, start + 1, self._by_tokens[(best[0],)]) if best else None


def table(groups: Mapping[V, Iterable[str]], *, forgiving: bool = False) -> PhraseTable[V]:
    """A table from meaning → phrases, the way round in which people write data."""
    return PhraseTable(
        {phrase: value for value, phrases in groups.items() for phrase in phrases},
        forgiving=forgiving,
    )


def slips(word: str) -> int:
    """How many typing errors (a letter wrong, missing, extra or two swapped) a word may hold."""
    return 0 if len(word) < 5 else 1 if len(word) < 9 else 2
