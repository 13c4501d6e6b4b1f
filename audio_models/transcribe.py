"""A model in use, apart from any call: audio in, words with their confidences out."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from audio_models.checking import check
from audio_models.errors import ModelError
from audio_models.grammar import is_word
from audio_models.recordings import SAMPLE_RATE
from audio_models.symbols import vocabulary

DIGITS: Mapping[str, tuple[str, ...]] = {
    "en": ("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "es": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    "zh": ("零", "一", "幺", "二", "两", "三", "四", "五", "六", "七", "八", "九"),
}
"""What a single digit is called; zero first."""
_BLOCK = 1600  # samples handed over at once: 200 ms
_QUIET = -5  # Vosk's log level that keeps warnings about single words back, too


@dataclass(frozen=True)
class Word:
    """A recognised word, `[unk]` included, with its confidence, 0 to 1."""

    text: str
    confidence: float


@dataclass(frozen=True)
class Heard:
    """What was recognised in one recording, and the CPU time that it took."""

    words: tuple[Word, ...]
    cpu_s: float = 0.0

    @property
    def text(self) -> str:
        """The words that were understood."""
        return " ".join(word.text for word in self.words if is_word(word.text))

    def accepted(self, threshold: float) -> bool:
        """Is any word other than [unk] that sure?"""
        return any(is_word(w.text) and w.confidence >= threshold for w in self.words)


class Model:
    """A loaded model with the words that it has."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError when Vosk cannot be given the model."""
        import vosk

        check(folder)
        vosk.SetLogLevel(_QUIET)
        self.folder = folder
        self.vocabulary = frozenset(vocabulary(folder))
        try:
            self._model = vosk.Model(str(folder))
        except Exception as error:  # Vosk raises nothing more precise
            raise ModelError(folder, "cannot be loaded by Vosk") from error

    def transcribe(
        self, samples: npt.NDArray[np.int16], grammar: Sequence[str] | None = None
    ) -> Heard:
        """What is heard in audio at 8 kHz, handed over in blocks as a call delivers it.

        grammar: phrases of words that the model has, `[unk]` among them where it is wanted;
        None leaves all words open.
        """
        import vosk

        arguments = [] if grammar is None else [json.dumps(list(grammar), ensure_ascii=False)]
        recogniser = vosk.KaldiRecognizer(self._model, float(SAMPLE_RATE), *arguments)
        recogniser.SetWords(True)
        words: list[Word] = []
        began = time.process_time()
        for start in range(0, len(samples), _BLOCK):
            if recogniser.AcceptWaveform(samples[start : start + _BLOCK].tobytes()):
                words += _words(recogniser.Result())
        words += _words(recogniser.FinalResult())
        return Heard(tuple(words), time.process_time() - began)


def _words(result: str) -> list[Word]:
    found: list[dict[str, Any]] = json.loads(result).get("result", [])
    return [Word(word["word"], float(word.get("conf", 1.0))) for word in found]
