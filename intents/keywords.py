"""Single words that say what is wanted (CONTRIB, OWE, SALDO), as people mistype them."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORTEST, SHORT, LONG = 3, 4, 8
"""Letters: from the first on a word may be mistyped, from the second on by another letter than
those it has, from the third on in two places."""


class Keywords:
    """The one-word examples of every intent."""

    def __init__(self, examples: Iterable[tuple[str, str]]) -> None:
        """examples: (word, intent), the word folded (`intents.text.tokens`)."""
        self._intents = {word: intent for word, intent in examples if word.isascii()}

    def meant(self, word: str) -> tuple[str, str] | None:
        """The keyword and its intent, where just one intent has words that are near; None else.

        A word that is a keyword itself is not looked for here.
        """
        if len(word) < SHORTEST or not word.isascii() or not word.isalpha():
            return None
        near = {known: intent for known, intent in self._intents.items() if _near(word, known)}
        found = next(iter(near.items()), None)
        return found if len(set(near.values())) == 1 else None


def _near(word: str, known: str) -> bool:
    """Could the word be the known one, mistyped?"""
    if len(known) < SHORTEST or word[0] != known[0]:
        return False
    if min(len(word), len(known)) < SHORT:
        return sorted(word) == sorted(known)  # letters swapped; other short words are too near
    errors = 1 if len(known) < LONG else 2
    return bool(OSA.distance(word, known, score_cutoff=errors) <= errors)
