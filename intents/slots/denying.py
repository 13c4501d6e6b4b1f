"""Denials that are in no list, and denials of them: "it wasn't", "I don't disagree", 不是不要."""

from __future__ import annotations

from collections.abc import Sequence

from intents.phrases import PhraseTable
from intents.slots.vocabulary import Vocabulary

LONGEST = 6
"""Tokens; a longer sentence is about something."""
_ONCE, _TWICE = 0.85, 0.6
"""How sure a denial is, and one of a denial: those who say two may mean one."""


def denied(words: Sequence[str], known: Vocabulary) -> tuple[bool, float] | None:
    """Whether a short denial agrees after all, and how sure that is; None for anything else."""
    start = 0
    while before := known.before_denial.at(words, start):
        start = before.end
    if known.denial_first.at(words, start) and len(words) - start <= LONGEST:
        more = _count(words[start + 1 :], known.denial_first)
        # 不是不要 agrees; 不，那个不对 says no and why.
        twice = more == 1 and known.denial_first.at(words, start + 2) is not None
        return twice, _TWICE if more else _ONCE
    return _composed(words, known)


def _composed(words: Sequence[str], known: Vocabulary) -> tuple[bool, float] | None:
    """A sentence of nothing but a denial, what is denied, and little words."""
    tables = (known.plain_words, known.denials, known.denied_words, known.agreed_words)
    if not 2 <= len(words) <= LONGEST or known.denied_words.at(words, 0):
        return None
    if not all(any(table.at((word,), 0) for table in tables) for word in words):
        return None
    denials, against = _count(words, known.denials), _count(words, known.denied_words)
    if not denials + against:
        return None
    twice = denials > 0 and against > 0
    return twice and against % 2 == 1, _TWICE if twice else _ONCE


def _count(words: Sequence[str], table: PhraseTable[bool]) -> int:
    return sum(table.at((word,), 0) is not None for word in words)
