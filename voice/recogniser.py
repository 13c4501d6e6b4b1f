"""Speech to text behind a small protocol, and Vosk as its one implementation."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakSet

import numpy as np

from audio_models import WatchedRegistry
from audio_models.grammar import is_word, unspaced
from conversation.words import Word
from voice import mulaw
from voice.loaded import Loaded
from voice.pool import Lent, Pool
from voice.upsampling import Upsampler

_DOUBTFUL = 0.9  # below this confidence other hypotheses are worth having
_ALTERNATIVES = 3
_LONGEST_SECOND_LOOK_S = 4.0


@dataclass(frozen=True)
class Hypotheses:
    """What was said. `text` leaves out what lies outside the grammar."""

    text: str
    confidence: float
    words: tuple[Word, ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()
    """Texts with their share of the probability, best first: others than `text`, or where many
    were asked for, all readings of a string."""
    speech: bool = False
    """Was there speech at all, be it not understood?"""
    audio: bytes = field(default=b"", repr=False)
    """What was listened to, 16-bit at 8000 Hz; the times of words count from its beginning."""

    @property
    def seconds(self) -> float:
        """How long that is."""
        return len(self.audio) / 2 / mulaw.RATE


class Recogniser(Protocol):
    """Hears one utterance after the other."""

    def accept(self, pcm: bytes) -> str:
        """More audio, 16-bit at 8000 Hz; returns the words so far."""

    def finish(self) -> Hypotheses:
        """The utterance is over; `reset` begins the next."""

    def reset(self, grammar: Sequence[str], strings: Sequence[str] = (), readings: int = 0) -> None:
        """Forget what was heard, and listen for these phrases, and for any string of `strings`.

        readings: how many alternatives there may be, each a string of `strings`; 0: the usual few.
        """

    def close(self) -> None:
        """Nothing more is to be heard; what it borrowed goes back. `reset` begins anew."""


class VoskRecogniser:
    """Vosk with a grammar of phrases that is made for each step of the conversation.

    Vosk's own recognisers are borrowed from the model's pool while there is something to hear.
    """

    def __init__(
        self,
        loaded: Loaded,
        grammar: Sequence[str],
        strings: Sequence[str] = (),
        readings: int = 0,
    ) -> None:
        self._loaded = loaded
        self._raise = Upsampler(loaded.pool.rate // mulaw.RATE)
        self._main: Lent | None = None
        self._reader: Lent | None = None
        self.reset(grammar, strings, readings)

    def reset(self, grammar: Sequence[str], strings: Sequence[str] = (), readings: int = 0) -> None:
        self.close()
        self._grammar, self._string_grammar = self._loaded.grammar(tuple(grammar), tuple(strings))
        self._readings = readings if self._string_grammar else 0
        self._pcm = bytearray()
        self._raise.reset()
        self._tokens: list[Word] = []

    def close(self) -> None:
        for lent in (self._main, self._reader):
            if lent is not None:
                lent.abandon()
        self._main = self._reader = None

    def accept(self, pcm: bytes) -> str:
        main = self._main or self._begin()
        self._pcm += pcm
        raised = self._raise(pcm)
        if self._reader is not None:
            self._reader.accept(raised)
        if main.accept(raised):
            # Vosk ends utterances at its own pauses; for us they are parts of one.
            self._tokens += _words(main.result())
            partial = ""
        else:
            partial = main.partial()
        return self._text([*(word.text for word in self._tokens), *partial.split()])

    def finish(self) -> Hypotheses:
        main, self._main = self._main, None
        tokens = [*self._tokens, *(_words(main.finish()) if main else [])]
        words = tuple(word for word in tokens if is_word(word.text))
        text = self._text([word.text for word in words])
        confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
        others: tuple[tuple[str, float], ...] = ()
        if self._reader is not None:
            others = self._readings_heard() if words else ()
        elif words and confidence < _DOUBTFUL:
            others = tuple(other for other in self._others(words[0].start) if other[0] != text)
        self.close()
        audio = bytes(self._pcm)
        return Hypotheses(text, round(confidence, 3), words, others, bool(tokens), audio)

    def _begin(self) -> Lent:
        self._main = self._loaded.pool.lend(self._grammar)
        if self._readings:
            # Listens for strings alone, and does not stop at pauses: what differs between its
            # alternatives are the digits, and not the phrases around them.
            self._reader = self._loaded.pool.lend(self._string_grammar, self._readings)
        return self._main

    def _readings_heard(self) -> tuple[tuple[str, float], ...]:
        reader, self._reader = self._reader, None
        return self._alternatives(reader) if reader else ()

    def _others(self, start_s: float) -> tuple[tuple[str, float], ...]:
        """A second look: with alternatives switched on Vosk gives no confidence of words, so
        the first look goes without them. It begins just before the first word."""
        first = int(max(0.0, start_s - 0.5) * mulaw.RATE) * 2
        if len(self._pcm) - first > _LONGEST_SECOND_LOOK_S * mulaw.RATE * 2:
            return ()  # the caller waits for the answer
        again = self._loaded.pool.lend(self._grammar, _ALTERNATIVES)
        again.accept(Upsampler(self._loaded.pool.rate // mulaw.RATE)(bytes(self._pcm[first:])))
        return self._alternatives(again)

    def _alternatives(self, lent: Lent) -> tuple[tuple[str, float], ...]:
        """The texts of a recogniser at its end, with their share of the probability."""
        found = lent.finish_alternatives()
        if not found:
            return ()
        scores = np.array([each["confidence"] for each in found])
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        texts = [self._text(each["text"].split()) for each in found]
        return tuple((t, round(float(s), 4)) for t, s in zip(texts, shares, strict=True) if t)

    def _text(self, tokens: Iterable[str]) -> str:
        words = [token for token in tokens if is_word(token)]
        between = "" if any(unspaced(word) for word in words) else " "
        return between.join(words)


def _words(found: Iterable[Mapping[str, Any]]) -> list[Word]:
    return [
        Word(word["word"], float(word.get("conf", 1.0)), word["start"], word["end"])
        for word in found
    ]


@dataclass
class _Slot:
    """The model in use for one language; others can be loaded meanwhile."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    loaded: Loaded | None = None


class Models:
    """The recognition models, each loaded when it is first needed. Thread-safe.

    What is installed, removed or chosen meanwhile is noticed with the next recogniser; those in
    use keep the model that they began with.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """folder: where models are installed; they go before the bundled ones."""
        self._registry = WatchedRegistry(folder)
        self._lock = threading.Lock()
        self._slots: dict[str, _Slot] = {}
        self._pools: WeakSet[Pool] = WeakSet()

    def languages(self, candidates: Iterable[str] = ("en", "es", "zh")) -> frozenset[str]:
        """The languages that can be listened to."""
        names = {*candidates, *self._registry.languages()}
        return frozenset(language for language in names if self._registry.usable(language))

    def recogniser(
        self,
        language: str,
        grammar: Sequence[str],
        strings: Sequence[str] = (),
        readings: int = 0,
    ) -> Recogniser | None:
        """A recogniser as `Recogniser.reset` has it; None when there is no model for it."""
        loaded = self._loaded(language)
        return VoskRecogniser(loaded, grammar, strings, readings) if loaded else None

    def prepare(self, language: str) -> None:
        """Have the model of a language in memory: most of a second that no caller should wait."""
        self._loaded(language)

    @property
    def lent(self) -> int:
        """How many of Vosk's recognisers are hearing somebody now, those of models that were
        exchanged meanwhile included."""
        return sum(pool.lent for pool in list(self._pools))

    def _loaded(self, language: str) -> Loaded | None:
        """The best model that there is now; the one in use is given up for a better one."""
        with self._lock:
            slot = self._slots.setdefault(language, _Slot())
        with slot.lock:
            before, loaded = slot.loaded, self._best(language, slot.loaded)
            slot.loaded = loaded
            if before is not None and before is not loaded:
                before.pool.close()
            if loaded is not None:
                self._pools.add(loaded.pool)
        return loaded

    def _best(self, language: str, current: Loaded | None) -> Loaded | None:
        for candidate in self._registry.usable(language):
            try:
                identity = candidate.identity
            except OSError:
                continue  # removed a moment ago
            if current and current.identity == identity:
                return current
            try:
                return Loaded.load(candidate, identity)
            except Exception as error:  # Vosk raises nothing more precise
                self._registry.refuse(candidate, identity, error)
        return None
