"""Vosk recognisers that have been made for a grammar, kept for the next who listens for the same.

One that has heard a few utterances knows its way about the grammar and takes a fifth less of the
processor than a new one, which takes a further few milliseconds to make. Making another grammar
in place (`SetGrammar`) costs as much as a new one, so every recogniser keeps its own.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from voice import metrics

MOST_IDLE = 24
"""Recognisers of a model that wait: at most 2 MB each, with the longest of our grammars."""
WORN_S = 3600.0
"""Seconds of audio after which a recogniser is replaced: Vosk counts on, and never forgets."""


class Lent:
    """A recogniser in the hands of one listener, for one utterance. Times begin at zero."""

    def __init__(self, pool: Pool, grammar: str, vosk: Any) -> None:
        self._pool = pool
        self._grammar = grammar
        self._vosk = vosk
        self._heard = 0
        self._before = 0

    def prepare(self, alternatives: int) -> None:
        """Begin an utterance. With alternatives (0: none) Vosk gives words no confidence."""
        self._before = self._heard
        self._vosk.SetWords(not alternatives)
        self._vosk.SetMaxAlternatives(alternatives)

    @property
    def worn(self) -> bool:
        """Has it heard as much as one should?"""
        return self._heard >= WORN_S * 2 * self._pool.rate

    @property
    def grammar(self) -> str:
        """What it listens for."""
        return self._grammar

    def accept(self, pcm: bytes) -> bool:
        """More audio, 16-bit at the model's rate; True at a pause of Vosk's own."""
        self._heard += len(pcm)
        return bool(self._vosk.AcceptWaveform(pcm))

    def partial(self) -> str:
        """The words so far, since the last pause."""
        return str(json.loads(self._vosk.PartialResult()).get("partial", ""))

    def result(self) -> list[dict[str, Any]]:
        """The words up to a pause: word, conf, start and end in seconds."""
        return self._words(self._vosk.Result())

    def finish(self) -> list[dict[str, Any]]:
        """The words since the last pause; the recogniser is given back, and not to be used."""
        found = self._words(self._vosk.FinalResult())
        self._pool.take_back(self)
        return found

    def finish_alternatives(self) -> list[dict[str, Any]]:
        """The texts that may have been said, best first: text and confidence (logarithmic)."""
        found: list[dict[str, Any]] = json.loads(self._vosk.FinalResult()).get("alternatives", [])
        self._pool.take_back(self)
        return found

    def abandon(self) -> None:
        """The utterance is of no interest: nothing of it may reach another."""
        self._pool.drop(self)

    def _words(self, result: str) -> list[dict[str, Any]]:
        # Vosk counts on from one utterance to the next.
        start = self._before / 2 / self._pool.rate
        words: list[dict[str, Any]] = json.loads(result).get("result", [])
        return [
            {**word, "start": word["start"] - start, "end": word["end"] - start} for word in words
        ]


class Pool:
    """The recognisers of one model. Thread-safe."""

    def __init__(self, make: Callable[[str], Any], rate: int, most_idle: int = MOST_IDLE) -> None:
        """make: a Vosk recogniser with this grammar. rate: of the model's audio, Hz."""
        self.rate = rate
        self._make = make
        self._most_idle = most_idle
        self._lock = threading.Lock()
        self._idle: OrderedDict[str, deque[Lent]] = OrderedDict()
        """By grammar; what was used longest ago comes first."""
        self._waiting = 0
        self._lent = 0
        self._closed = False

    @property
    def lent(self) -> int:
        """How many are out."""
        return self._lent

    @property
    def idle(self) -> int:
        """How many wait."""
        return self._waiting

    def lend(self, grammar: str, alternatives: int = 0) -> Lent:
        """A recogniser for one utterance; `finish` or `abandon` ends it."""
        with self._lock:
            lent = self._from_idle(grammar)
        if lent is None:
            lent = Lent(self, grammar, self._make(grammar))
        lent.prepare(alternatives)
        self._count(1)
        return lent

    def take_back(self, lent: Lent) -> None:
        """One that has finished its utterance waits for the next."""
        with self._lock:
            if not self._closed and not lent.worn:
                self._idle.setdefault(lent.grammar, deque()).append(lent)
                self._idle.move_to_end(lent.grammar)
                self._waiting += 1
                self._shrink()
        self._count(-1)

    def drop(self, lent: Lent) -> None:
        """One that stopped in the middle of an utterance is not used again."""
        self._count(-1)

    def close(self) -> None:
        """The model is exchanged: nothing waits any more, and what comes back goes."""
        with self._lock:
            self._closed = True
            self._idle.clear()
            self._waiting = 0

    def _count(self, change: int) -> None:
        with self._lock:
            self._lent += change
        metrics.RECOGNISERS.inc(change)

    def _from_idle(self, grammar: str) -> Lent | None:
        waiting = self._idle.get(grammar)
        if not waiting:
            return None
        self._waiting -= 1
        lent = waiting.pop()
        if not waiting:
            del self._idle[grammar]
        return lent

    def _shrink(self) -> None:
        while self._waiting > self._most_idle:
            oldest = next(iter(self._idle.values()))
            oldest.popleft()
            self._waiting -= 1
            if not oldest:
                self._idle.popitem(last=False)
