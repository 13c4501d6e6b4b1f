"""Values that speakers correct: "nineteen, no, twenty", 周一，不对，周二."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from intents.slots.kind import Reading
from intents.slots.vocabulary import Vocabulary

SURE = 0.7
"""Most confidence in what a correction leaves: enough to ask back, too little to act on."""

MOST = 4
"""Corrections that are followed: nobody says a value more often, and all are read once more."""

Reader = Callable[[Sequence[str], Vocabulary], Reading | None]
Joiner = Callable[[Reading, Reading], Reading | None]


def corrected(
    words: Sequence[str], known: Vocabulary, read: Reader, join: Joiner | None = None
) -> Reading | None:
    """What `read` finds, once what was taken back is left out.

    Only what stands behind a value corrects it: "no, nineteen" is nineteen. `join` makes one value
    of the first and of a correction of its end: "May 4th, no, 5th".
    """
    return _corrected(words, known, read, join, MOST)


def _corrected(
    words: Sequence[str], known: Vocabulary, read: Reader, join: Joiner | None, most: int
) -> Reading | None:
    whole = read(words, known)
    begin = whole.span[0] if whole and whole.span else 0
    behind = (hit for hit in known.corrections.scan(words) if hit.start > begin)
    for hit in islice(behind, most):
        end = hit.end
        while again := known.corrections.at(words, end):
            end = again.end
        first = read(words[: hit.start], known)
        if first is None:
            continue
        last = _corrected(words[end:], known, read, join, most - 1)
        if last is None or last.value is None:
            break  # nor does anything stand behind the next
        span = (last.span[0] + end, last.span[1] + end) if last.span else None
        both = join(first, last) if join else None
        found = both or last
        return replace(found, span=span, confidence=min(SURE, found.confidence))
    return whole
