"""A speech model in memory: its words, the grammars made of them, and its recognisers."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import audio_models
from audio_models import Candidate
from audio_models.grammar import fitting, pairs, with_unknown
from voice.pool import Pool

_PAIR_WEIGHT = 10
_MOST_STRING_WORDS = 60
_MOST_GRAMMARS = 64
"""Grammars kept, of some 40 kB each: more than there are questions in the flows."""
_QUIET = -5  # Vosk's log level without its warnings of alternatives that end within a word

Phrases = tuple[str, ...]
Grammar = tuple[str, str]
"""For Vosk, as JSON: all phrases, and the strings alone (empty where there are none)."""


@dataclass(frozen=True)
class Loaded:
    """One model. Thread-safe."""

    identity: tuple[str, int, int]
    vocabulary: frozenset[str]
    pool: Pool
    _grammars: OrderedDict[tuple[Phrases, Phrases], Grammar] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def load(cls, candidate: Candidate, identity: tuple[str, int, int]) -> Loaded:
        """Raises ModelError, and Exception for what Vosk itself refuses."""
        import vosk

        vosk.SetLogLevel(_QUIET)
        audio_models.check_thoroughly(candidate)
        place = candidate.folder
        vocabulary = audio_models.vocabulary(place)
        model, rate = vosk.Model(str(place)), audio_models.sample_rate(place)

        def make(grammar: str) -> Any:
            return vosk.KaldiRecognizer(model, float(rate), grammar)

        return cls(identity, vocabulary, Pool(make, rate))

    def grammar(self, phrases: Phrases, strings: Phrases) -> Grammar:
        """The grammar of these phrases and of any string of `strings`; made once, then kept."""
        asked = phrases, strings
        with self._lock:
            kept = self._grammars.get(asked)
            if kept:
                self._grammars.move_to_end(asked)
                return kept
        made = self._made(phrases, strings)
        with self._lock:
            self._grammars[asked] = made
            while len(self._grammars) > _MOST_GRAMMARS:
                self._grammars.popitem(last=False)
        return made

    def _made(self, phrases: Phrases, strings: Phrases) -> Grammar:
        words = fitting(strings, self.vocabulary)
        both = pairs(words) if len(words) <= _MOST_STRING_WORDS else []
        whole = fitting(phrases, self.vocabulary) + both * _PAIR_WEIGHT
        return self._json(whole), self._json(both) if both else ""

    def _json(self, phrases: Sequence[str]) -> str:
        return json.dumps(with_unknown(phrases, self.vocabulary), ensure_ascii=False)
