"""Which phones follow which in the words of a language, as costs (negative log probabilities)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from audio_models.graph.lexicon import Lexicon

_LIKELY = 1.5  # a pair is worth an arc of its own when it occurs so much more often than by chance


@dataclass(frozen=True)
class Phonotactics:
    """`alone`: of each phone, whatever precedes it. `likely`: of those that often follow a phone.

    `unlikely`: of any other phone following, to which that phone's cost alone is added.
    """

    alone: dict[str, float]
    likely: dict[str, dict[str, float]]
    unlikely: dict[str, float]


def phonotactics(phones: Sequence[str], lexicon: Lexicon) -> Phonotactics:
    """Counted over every pronunciation once; phones that never occur count as rare."""
    single: Counter[str] = Counter(phones)
    pairs: dict[str, Counter[str]] = {phone: Counter() for phone in phones}
    for pronunciations in lexicon.values():
        for pronunciation in pronunciations:
            single.update(pronunciation)
            for before, phone in pairwise(pronunciation):
                pairs[before][phone] += 1
    share = {phone: count / single.total() for phone, count in single.items()}
    likely, unlikely = {}, {}
    for before, counter in pairs.items():
        total = counter.total() + 1
        often = {p: n / total for p, n in counter.items() if n / total > _LIKELY * share[p]}
        left = max(1 - sum(often.values()), 1 / total)
        others = 1 - sum(share[p] for p in often)
        likely[before] = {p: -math.log(chance) for p, chance in often.items()}
        unlikely[before] = -math.log(left / max(others, left))
    return Phonotactics({p: -math.log(s) for p, s in share.items()}, likely, unlikely)
