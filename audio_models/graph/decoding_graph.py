"""The two transducers Vosk composes while decoding: lexicon (HCLr) and language model (Gr)."""

from __future__ import annotations

import math
from collections import defaultdict

from audio_models.grammar import UNKNOWN
from audio_models.graph.lexicon import Lexicon
from audio_models.graph.openfst import Fst
from audio_models.graph.phonotactics import Phonotactics, phonotactics
from audio_models.graph.units import Place, Units

_LONG_WORD: tuple[Place, ...] = ("begin", "internal", "end")
_STAY = 0.3  # cost of each further frame in a phone
_SILENCE = 0.5  # probability of a pause between words
_WORD = 0.0  # cost of each word
# [unk] as cheap as held-out voices allowed without losing commands or digits to it: an entry cost,
# and for each of its phones a share of what the phone costs among the words of the language.
_UNKNOWN_ENTRY = 3.0
_UNKNOWN_SHARE = 0.7


class _LexiconTree:
    """A prefix tree from transition ids to words.

    `word_end` is the start; from there a pause may come, then `root`, from which words start.
    Phones do not depend on their neighbours, so no context or disambiguation is needed.
    """

    def __init__(self, units: Units) -> None:
        self.units = units
        self.fst = Fst()
        self.word_end = self.fst.add_state()
        self.root = self.fst.add_state()
        self.fst.final[self.root] = 0.0
        self.fst.add_arc(self.word_end, self.root, cost=-math.log(1 - _SILENCE))
        pause = self.add_unit(self.word_end, units.silence, cost=-math.log(_SILENCE))
        self.fst.add_arc(pause, self.root)

    def add_unit(self, source: int, unit: int, word: int = 0, cost: float = 0.0) -> int:
        state = self.fst.add_state()
        self.fst.add_arc(source, state, self.units.enter(unit), word, cost)
        self.fst.add_arc(state, state, self.units.stay(unit), cost=_STAY)
        return state

    def add_words(self, lexicon: Lexicon, ids: dict[str, int]) -> None:
        spellings = sorted(
            (self.units.of_word(p), word) for word, said in lexicon.items() for p in said
        )
        below = defaultdict(set)  # the words under each prefix
        for spelling, word in spellings:
            for length in range(1, len(spelling) + 1):
                below[spelling[:length]].add(word)
        states: dict[tuple[int, ...], int] = {(): self.root}
        for spelling, word in spellings:
            labelled = False
            for length in range(1, len(spelling) + 1):
                prefix = spelling[:length]
                # The label goes where only this word is left, so that it comes out early.
                decided = below[prefix] == {word}
                if prefix not in states:
                    label = ids[word] if decided and not labelled else 0
                    cost = _WORD if length == 1 else 0.0
                    states[prefix] = self.add_unit(states[prefix[:-1]], prefix[-1], label, cost)
                labelled = labelled or decided
            self.fst.add_arc(states[spelling], self.word_end, output=0 if labelled else ids[word])

    def add_unknown(self, word: int, phonotactics: Phonotactics) -> None:
        """Any phones in a row, at least two, that follow each other as in words.

        From each phone the likely next ones are reached directly, the others through `middle`.
        """
        middle = self.fst.add_state()
        first, inner, last = (
            {p: self._waiting(self.units.number(p, place)) for p in self.units.spoken}
            for place in _LONG_WORD
        )

        def go_on(source: int, phone: str, cost: float) -> None:
            for state, unit in (inner[phone], last[phone]):
                self.fst.add_arc(source, state, self.units.enter(unit), cost=cost)

        for phone in self.units.spoken:
            begun, unit = first[phone]
            cost = _UNKNOWN_ENTRY + _UNKNOWN_SHARE * phonotactics.alone[phone]
            self.fst.add_arc(self.root, begun, self.units.enter(unit), word, cost)
            for source in (begun, inner[phone][0]):
                self.fst.add_arc(source, middle, cost=_UNKNOWN_SHARE * phonotactics.unlikely[phone])
                for following, cost in phonotactics.likely[phone].items():
                    go_on(source, following, _UNKNOWN_SHARE * cost)
            go_on(middle, phone, _UNKNOWN_SHARE * phonotactics.alone[phone])
            self.fst.add_arc(last[phone][0], self.word_end)

    def _waiting(self, unit: int) -> tuple[int, int]:
        """A state that is stayed in as long as the unit lasts, and the unit."""
        state = self.fst.add_state()
        self.fst.add_arc(state, state, self.units.stay(unit), cost=_STAY)
        return state, unit


def lexicon_graph(units: Units, lexicon: Lexicon, ids: dict[str, int]) -> Fst:
    """HCLr: transition ids in, word ids out; `ids` holds every word and UNKNOWN."""
    tree = _LexiconTree(units)
    tree.add_words(lexicon, ids)
    tree.add_unknown(ids[UNKNOWN], phonotactics(units.spoken, lexicon))
    return tree.fst
