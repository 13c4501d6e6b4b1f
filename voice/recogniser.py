"""Speech to text behind a small protocol, and Vosk as its one implementation."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

import audio_models
from audio_models import Candidate, WatchedRegistry
from audio_models.grammar import UNKNOWN, fitting, unspaced
from voice import mulaw
from voice.upsampling import Upsampler

_DOUBTFUL = 0.9  # below this confidence other hypotheses are worth having
_ALTERNATIVES = 3
_LONGEST_SECOND_LOOK_S = 4.0
_PAIR_WEIGHT = 10
_MOST_STRING_WORDS = 60
_QUIET = -5  # Vosk's log level without its warnings of alternatives that end within a word


@dataclass(frozen=True)
class Word:
    """A recognised word; times in seconds since the recogniser was reset."""

    text: str
    confidence: float
    start: float
    end: float


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


class VoskRecogniser:
    """Vosk with a grammar of phrases that is made for each step of the conversation."""

    def __init__(
        self,
        model: Any,
        vocabulary: frozenset[str],
        grammar: Sequence[str],
        strings: Sequence[str] = (),
        readings: int = 0,
        rate: int = mulaw.RATE,
    ) -> None:
        """rate: of the audio that the model was made for, a multiple of the line's."""
        self._model = model
        self._vocabulary = vocabulary
        self._rate = rate
        self._raise = Upsampler(rate // mulaw.RATE)
        self._asked: tuple[Sequence[str], Sequence[str]] | None = None
        self.reset(grammar, strings, readings)

    def reset(self, grammar: Sequence[str], strings: Sequence[str] = (), readings: int = 0) -> None:
        if self._asked != (grammar, strings):
            words = pairs(fitting(strings, self._vocabulary))
            phrases = fitting(grammar, self._vocabulary) + words * _PAIR_WEIGHT
            self._grammar = _grammar(phrases)
            self._string_grammar = _grammar(words) if words else ""
            self._asked = grammar, strings
        # A new recogniser takes few milliseconds, and only in a new one do times begin at zero.
        self._recogniser = self._new(self._grammar)
        self._recogniser.SetWords(True)
        # Listens for strings alone, and does not stop at pauses: what differs between its
        # alternatives are the digits, and not the phrases around them.
        self._reader = None
        if readings and self._string_grammar:
            self._reader = self._new(self._string_grammar)
            self._reader.SetMaxAlternatives(readings)
        self._pcm = bytearray()
        self._raise.reset()
        self._tokens: list[Word] = []

    def accept(self, pcm: bytes) -> str:
        self._pcm += pcm
        raised = self._raise(pcm)
        if self._reader is not None:
            self._reader.AcceptWaveform(raised)
        if self._recogniser.AcceptWaveform(raised):
            # Vosk ends utterances at its own pauses; for us they are parts of one.
            self._tokens += _words(self._recogniser.Result())
            partial = ""
        else:
            partial = json.loads(self._recogniser.PartialResult()).get("partial", "")
        return self._text([*(word.text for word in self._tokens), *partial.split()])

    def finish(self) -> Hypotheses:
        tokens = [*self._tokens, *_words(self._recogniser.FinalResult())]
        words = tuple(word for word in tokens if word.text != UNKNOWN)
        text = self._text([word.text for word in words])
        confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
        others: tuple[tuple[str, float], ...] = ()
        if self._reader is not None:
            others = self._alternatives(self._reader) if words else ()
        elif words and confidence < _DOUBTFUL:
            others = tuple(other for other in self._others(words[0].start) if other[0] != text)
        return Hypotheses(text, round(confidence, 3), words, others, bool(tokens))

    def _others(self, start_s: float) -> tuple[tuple[str, float], ...]:
        """A second look: with alternatives switched on Vosk gives no confidence of words, so
        the first look goes without them. It begins just before the first word."""
        first = int(max(0.0, start_s - 0.5) * mulaw.RATE) * 2
        if len(self._pcm) - first > _LONGEST_SECOND_LOOK_S * mulaw.RATE * 2:
            return ()  # the caller waits for the answer
        recogniser = self._new(self._grammar)
        recogniser.SetMaxAlternatives(_ALTERNATIVES)
        recogniser.AcceptWaveform(Upsampler(self._rate // mulaw.RATE)(bytes(self._pcm[first:])))
        return self._alternatives(recogniser)

    def _alternatives(self, recogniser: Any) -> tuple[tuple[str, float], ...]:
        """The texts of a recogniser at its end, with their share of the probability."""
        found = json.loads(recogniser.FinalResult()).get("alternatives", [])
        if not found:
            return ()
        scores = np.array([each["confidence"] for each in found])
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        texts = [self._text(each["text"].split()) for each in found]
        return tuple((t, round(float(s), 4)) for t, s in zip(texts, shares, strict=True) if t)

    def _text(self, tokens: Iterable[str]) -> str:
        words = [token for token in tokens if token != UNKNOWN]
        between = "" if any(unspaced(word) for word in words) else " "
        return between.join(words)

    def _new(self, grammar: str) -> Any:
        import vosk

        return vosk.KaldiRecognizer(self._model, float(self._rate), grammar)


def _grammar(phrases: Sequence[str]) -> str:
    return json.dumps([*phrases, UNKNOWN], ensure_ascii=False)


def _words(result: str) -> list[Word]:
    return [
        Word(word["word"], float(word.get("conf", 1.0)), word["start"], word["end"])
        for word in json.loads(result).get("result", [])
    ]


def pairs(words: Sequence[str]) -> list[str]:
    """All pairs of the words. Vosk counts which word follows which in a grammar: without this,
    "two four" among a thousand phrases is heard as "to for"."""
    if len(words) > _MOST_STRING_WORDS:
        return []
    return [f"{first} {second}" for first in words for second in words]


@dataclass(frozen=True)
class _Loaded:
    """`rate`: of the audio that the model was made for, Hz."""

    identity: tuple[str, int, int]
    model: Any
    vocabulary: frozenset[str]
    rate: int

    @classmethod
    def load(cls, candidate: Candidate, identity: tuple[str, int, int]) -> _Loaded:
        """Raises ModelError, and Exception for what Vosk itself refuses."""
        import vosk

        vosk.SetLogLevel(_QUIET)
        audio_models.check_thoroughly(candidate)
        place = candidate.folder
        vocabulary = audio_models.vocabulary(place)
        return cls(identity, vosk.Model(str(place)), vocabulary, audio_models.sample_rate(place))


@dataclass
class _Slot:
    """The model in use for one language; others can be loaded meanwhile."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    loaded: _Loaded | None = None


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
        with self._lock:
            slot = self._slots.setdefault(language, _Slot())
        with slot.lock:
            slot.loaded = loaded = self._best(language, slot.loaded)
        if loaded is None:
            return None
        return VoskRecogniser(
            loaded.model, loaded.vocabulary, grammar, strings, readings, loaded.rate
        )

    def _best(self, language: str, current: _Loaded | None) -> _Loaded | None:
        for candidate in self._registry.usable(language):
            try:
                identity = candidate.identity
            except OSError:
                continue  # removed a moment ago
            if current and current.identity == identity:
                return current
            try:
                return _Loaded.load(candidate, identity)
            except Exception as error:  # Vosk raises nothing more precise
                self._registry.refuse(candidate, identity, error)
        return None
