"""A small bigram model of what callers say, for decoding without a grammar."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from audio_models.graph.openfst import Fst

_BEGIN, _END = "<s>", "</s>"


def _counts(sentences: Iterable[str], ids: dict[str, int]) -> dict[str, Counter[str]]:
    """What follows each word; a word outside the vocabulary breaks the sentence."""
    follows: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        words = [_BEGIN, *sentence.split(), _END]
        for before, word in pairwise(words):
            if (before == _BEGIN or before in ids) and (word == _END or word in ids):
                follows[before][word] += 1
    return follows


def bigram_graph(sentences: Iterable[str], ids: dict[str, int]) -> Fst:
    """Gr: an acceptor of word ids. State 0 is a sentence's start, state 1 any history.

    Witten-Bell smoothing: the more different words follow a history, the likelier a new one.
    """
    follows = _counts(sentences, ids)
    totals: Counter[str] = Counter(dict.fromkeys(ids, 1))
    for counter in follows.values():
        totals.update(counter)
    mass = sum(totals.values())
    fst = Fst()
    begin, backoff = fst.add_state(), fst.add_state()
    states = {_BEGIN: begin} | {w: fst.add_state() for w in ids if follows.get(w)}
    for word, label in ids.items():
        cost = -math.log(totals[word] / mass)
        fst.add_arc(backoff, states.get(word, backoff), label, label, cost)
    fst.final[backoff] = -math.log(max(totals[_END], 1) / mass)
    for history, state in states.items():
        counter = follows[history]
        share = max(1, counter.total() + len(counter))
        for word, count in counter.items():
            cost = -math.log(count / share)
            if word == _END:
                fst.final[state] = cost
            else:
                fst.add_arc(state, states.get(word, backoff), ids[word], ids[word], cost)
        fst.add_arc(state, backoff, cost=-math.log(max(1, len(counter)) / share))
    return fst
