"""Words that no example holds, as the words that were probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.matching.features import skeleton

SHORTEST = 4
"""Letters of a word that may hold a typing error: shorter ones resemble too many others."""
LONG = 8
"""Letters from which on two errors are likely."""
MOST = 12
"""Words of a text that are corrected, so that the time to answer stays bounded."""
LONGEST = 24
"""Letters of a word that somebody meant as one."""


class Corrector:
    """Typing errors and vowels left out, against the words of the examples."""

    def __init__(self, known: Iterable[str]) -> None:
        """`known` words, the commonest first."""
        self._known = dict.fromkeys(known)
        self._long = [word for word in self._known if len(word) >= SHORTEST]
        self._near = lru_cache(LONGEST)(self._of_about)
        self._skeletons: dict[str, str] = {}
        for word in self._known:
            self._skeletons.setdefault(skeleton(word), word)

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words, unknown ones replaced where a known one is near."""
        left = MOST
        found = []
        for word in words:
            if left and word not in self._known and 1 < len(word) <= LONGEST:
                left -= 1
                word = self._meant(word)
            found.append(word)
        return found

    def _meant(self, word: str) -> str:
        if skeleton(word) == word and word in self._skeletons:
            return self._skeletons[word]
        if len(word) < SHORTEST:
            return word
        near, limit = self._near(len(word)), _errors(len(word))
        best = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=limit)
        return best[0] if best else word

    def _of_about(self, length: int) -> list[str]:
        """Known words that may be meant by one of this length."""
        return [word for word in self._long if abs(len(word) - length) <= _errors(length)]


def _errors(letters: int) -> int:
    """So many errors a word of this length may hold."""
    return 1 if letters < LONG else 2
