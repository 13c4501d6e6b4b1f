"""Speech to text behind a small protocol, and Vosk as its one implementation."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import structlog

import audio_models
from audio_models.grammar import UNKNOWN, fitting, unspaced
from voice import mulaw

_DOUBTFUL = 0.9  # below this confidence other hypotheses are worth having
_ALTERNATIVES = 3
_LONGEST_SECOND_LOOK_S = 4.0
_PAIR_WEIGHT = 10
_MOST_STRING_WORDS = 60

_log = structlog.get_logger()


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
    """Other texts with their share of the probability, best first."""
    speech: bool = False
    """Was there speech at all, be it not understood?"""


class Recogniser(Protocol):
    """Hears one utterance after the other."""

    def accept(self, pcm: bytes) -> str:
        """More audio, 16-bit at 8000 Hz; returns the words so far."""

    def finish(self) -> Hypotheses:
        """The utterance is over; `reset` begins the next."""

    def reset(self, grammar: Sequence[str], strings: Sequence[str] = ()) -> None:
        """Forget what was heard, and listen for these phrases, and for any string of `strings`."""


class VoskRecogniser:
    """Vosk with a grammar of phrases that is made for each step of the conversation."""

    def __init__(
        self,
        model: Any,
        vocabulary: frozenset[str],
        grammar: Sequence[str],
        strings: Sequence[str] = (),
    ) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._asked: tuple[Sequence[str], Sequence[str]] | None = None
        self.reset(grammar, strings)

    def reset(self, grammar: Sequence[str], strings: Sequence[str] = ()) -> None:
        if self._asked != (grammar, strings):
            phrases = fitting(grammar, self._vocabulary)
            phrases += pairs(fitting(strings, self._vocabulary))
            self._grammar = json.dumps([*phrases, UNKNOWN], ensure_ascii=False)
            self._asked = grammar, strings
        # A new recogniser takes few milliseconds, and only in a new one do times begin at zero.
        self._recogniser = self._new()
        self._recogniser.SetWords(True)
        self._pcm = bytearray()
        self._tokens: list[Word] = []

    def accept(self, pcm: bytes) -> str:
        self._pcm += pcm
        if self._recogniser.AcceptWaveform(pcm):
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
        if words and confidence < _DOUBTFUL:
            others = tuple(other for other in self._others(words[0].start) if other[0] != text)
        return Hypotheses(text, round(confidence, 3), words, others, bool(tokens))

    def _others(self, start_s: float) -> list[tuple[str, float]]:
        """A second look: with alternatives switched on Vosk gives no confidence of words, so
        the first look goes without them. It begins just before the first word."""
        first = int(max(0.0, start_s - 0.5) * mulaw.RATE) * 2
        if len(self._pcm) - first > _LONGEST_SECOND_LOOK_S * mulaw.RATE * 2:
            return []  # the caller waits for the answer
        recogniser = self._new()
        recogniser.SetMaxAlternatives(_ALTERNATIVES)
        recogniser.AcceptWaveform(bytes(self._pcm[first:]))
        found = json.loads(recogniser.FinalResult()).get("alternatives", [])
        if not found:
            return []
        scores = np.array([each["confidence"] for each in found])
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        texts = [self._text(each["text"].split()) for each in found]
        return [(t, round(float(s), 3)) for t, s in zip(texts, shares, strict=True) if t]

    def _text(self, tokens: Iterable[str]) -> str:
        words = [token for token in tokens if token != UNKNOWN]
        between = "" if any(unspaced(word) for word in words) else " "
        return between.join(words)

    def _new(self) -> Any:
        import vosk

        return vosk.KaldiRecognizer(self._model, float(mulaw.RATE), self._grammar)


def _words(result: str) -> list[Word]:
    return [
        Word(word["word"], float(word.get("conf", 1.0)), word["start"], word["end"])
        for word in json.loads(result).get("result", [])
    ]


def pairs(words: Sequence[str]) -> list[str]:
    """All pairs of the words, several times. Vosk counts which word follows which in a grammar:
    without this, "two four" among a thousand phrases is heard as "to for"."""
    if len(words) > _MOST_STRING_WORDS:
        return []
    return [f"{first} {second}" for first in words for second in words] * _PAIR_WEIGHT


class Models:
    """The recognition models, each loaded when it is first needed. Thread-safe."""

    def __init__(self, folder: Path | None = None) -> None:
        """folder: holds a model in `<language>/`; it goes before the bundled one."""
        self._folder = folder
        self._lock = threading.Lock()
        self._checked: dict[str, Path | None] = {}
        self._loaded: dict[str, tuple[Any, frozenset[str]]] = {}

    def languages(self, candidates: Iterable[str] = ("en", "es", "zh")) -> frozenset[str]:
        """The languages that can be listened to."""
        names = set(candidates)
        if self._folder and self._folder.is_dir():
            names |= {entry.name for entry in self._folder.iterdir() if entry.is_dir()}
        return frozenset(language for language in names if self._place(language))

    def recogniser(
        self, language: str, grammar: Sequence[str], strings: Sequence[str] = ()
    ) -> Recogniser | None:
        """A recogniser of these phrases, or None when there is no model for the language."""
        place = self._place(language)
        if place is None:
            return None
        with self._lock:
            if language not in self._loaded:
                try:
                    self._loaded[language] = self._load(place)
                except Exception as error:  # Vosk raises nothing more precise
                    _log.error("speech model not loaded", language=language, error=str(error))
                    self._checked[language] = None
                    return None
            model, vocabulary = self._loaded[language]
        return VoskRecogniser(model, vocabulary, grammar, strings)

    def _place(self, language: str) -> Path | None:
        """The checked directory of a model: Vosk would end the process over a broken one."""
        with self._lock:
            if language not in self._checked:
                self._checked[language] = self._check(language)
            return self._checked[language]

    def _check(self, language: str) -> Path | None:
        own = self._folder / language if self._folder else None
        for place in (own, audio_models.bundled(language)):
            if place is None or not place.is_dir():
                continue
            try:
                audio_models.check(place)
            except audio_models.ModelError as error:
                _log.error("speech model refused", language=language, error=str(error))
                continue
            return place
        return None

    @staticmethod
    def _load(place: Path) -> tuple[Any, frozenset[str]]:
        import vosk

        vosk.SetLogLevel(-1)
        return vosk.Model(str(place)), frozenset(audio_models.vocabulary(place))
