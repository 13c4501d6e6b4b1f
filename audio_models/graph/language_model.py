"""A small trigram model of what callers say, for decoding without a grammar."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from audio_models.graph.openfst import Fst

History = tuple[str, ...]
"""The words before a word, the nearest last."""

_BEGIN, _END = "<s>", "</s>"
_ORDER = 3
_DISCOUNT = 0.75  # taken off every count, for what was never said
_NEVER_SAID = 0.5  # the count of each word of the vocabulary, beside those that were counted


def _counts(sentences: Iterable[str], known: Mapping[str, int]) -> dict[History, Counter[str]]:
    """What follows each history (Kneser-Ney).

    A full history and the beginning of a sentence count how often, a shorter one after how many
    different words: "please" may follow many, "security" follows one. After a word outside the
    vocabulary a history starts anew.
    """
    counts: dict[History, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        history: History = (_BEGIN,)
        for word in [*sentence.split(), _END]:
            if word != _END and word not in known:
                history = ()
                continue
            counts[history][word] += 1
            history = (*history, word)[1 - _ORDER :]
    for length in range(_ORDER - 1, 0, -1):
        for history in [h for h in counts if len(h) == length]:
            counts[history[1:]].update(dict.fromkeys(counts[history], 1))
    return counts


class _Model:
    """Counts with absolute discounting, mixed with those of the next shorter history."""

    def __init__(self, counts: Mapping[History, Counter[str]], words: Iterable[str]) -> None:
        self.counts = counts
        seen = counts.get((), Counter())
        smoothed = {word: seen[word] + _NEVER_SAID for word in (*words, _END)}
        mass = sum(smoothed.values())
        self._alone = {word: count / mass for word, count in smoothed.items()}

    def left(self, history: History) -> float:
        """The probability that a history leaves to the next shorter one."""
        counter = self.counts[history]
        return _DISCOUNT * len(counter) / counter.total()

    def probability(self, history: History, word: str) -> float:
        if not history:
            return self._alone[word]
        if history not in self.counts:
            return self.probability(history[1:], word)
        counter = self.counts[history]
        own = max(0.0, counter[word] - _DISCOUNT) / counter.total()
        return own + self.left(history) * self.probability(history[1:], word)


def trigram_graph(sentences: Iterable[str], ids: Mapping[str, int]) -> Fst:
    """Gr: an acceptor of word ids, with a state for each history and arcs to shorter ones."""
    counts = _counts(sentences, ids)
    model = _Model(counts, ids)
    fst = Fst()
    states: dict[History, int] = {(_BEGIN,): fst.add_state(), (): fst.add_state()}
    for history in counts:
        if history not in states:
            states[history] = fst.add_state()

    def after(history: History, word: str) -> int:
        longest = (*history, word)[1 - _ORDER :]
        while longest not in states:
            longest = longest[1:]
        return states[longest]

    for history, state in states.items():
        for word in counts.get(history, ()) if history else (*ids, _END):
            cost = -math.log(model.probability(history, word))
            if word == _END:
                fst.final[state] = cost
            else:
                fst.add_arc(state, after(history, word), ids[word], ids[word], cost)
        if history:
            left = model.left(history) if history in counts else 1.0
            fst.add_arc(state, states[history[1:]], cost=-math.log(left))
    return fst
