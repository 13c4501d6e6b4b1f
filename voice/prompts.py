"""Prompt audio: recorded by a person where there is a recording, else spoken by espeak-ng."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import structlog

from audio_models.espeak import SynthesiserError, synthesise
from audio_models.resample import resample
from voice import metrics, mulaw
from voice.waves import read_wave

VOICES = {"en": "en-us", "zh": "cmn", "es": "es-419"}
RATES = {"normal": 155, "slow": 115}
"""Words a minute."""
GAP_S = {"normal": 0.25, "slow": 0.5}
"""Pause after a sentence, seconds."""
LOUDNESS = 0.1
"""Root mean square of the loud parts as a share of full scale: -20 dB."""
_PEAK = 0.9
_BAND_HZ = (250, 3450)  # what a telephone passes
_LONGEST_SENTENCE = 400  # characters; longer ones are cut at a comma or a space
_LOCKS = 16
_VERSION = "1"  # of the sound: raise it when the same text sounds different

_SENTENCE = re.compile(r"[^.!?。！？\n]*(?:[.!?](?!\s|$)[^.!?。！？\n]*)*[.!?。！？\n]*")
_log = structlog.get_logger()


def prompt_key(text: str, language: str, pace: str) -> str:
    """Name of the audio of a text, 64 hexadecimal digits; recordings carry it as file name."""
    voice = f"{VOICES.get(language, language)}\0{pace}\0{text.strip()}"
    return hashlib.sha256(voice.encode("utf-8", "replace")).hexdigest()


def sentences(text: str) -> tuple[str, ...]:
    """The text in pieces that can be spoken one after the other, in order."""
    found = (piece.strip() for piece in _SENTENCE.findall(text))
    return tuple(short for piece in found if piece for short in _cut(piece))


def _cut(sentence: str) -> Iterable[str]:
    while len(sentence) > _LONGEST_SENTENCE:
        part = sentence[:_LONGEST_SENTENCE]
        marks = max(part.rfind(mark) for mark in (",", ";", " ", "，", "、", "；"))
        end = marks + 1 if marks > 0 else _LONGEST_SENTENCE
        yield sentence[:end].strip()
        sentence = sentence[end:].strip()
    if sentence:
        yield sentence


class Prompts:
    """Prompt audio as mu-law at 8000 Hz, from memory, a recording, the cache, or made now."""

    def __init__(self, cache: Path, recordings: Path | None = None, memory: int = 256) -> None:
        """cache: folder for synthesised audio, may be emptied at any time. recordings: folder
        with `<language>/<key>.wav`. memory: how many sentences are kept in memory."""
        self._cache = cache
        self._recordings = recordings
        self._memory = memory
        self._recent: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._making = [threading.Lock() for _ in range(_LOCKS)]

    def parts(self, text: str, language: str, pace: str) -> tuple[str, ...]:
        """The pieces of a text to ask `audio` for: all at once where it was recorded so."""
        if self._recording(prompt_key(text, language, pace), language):
            return (text,)
        return sentences(text)

    def audio(self, text: str, language: str, pace: str) -> bytes:
        """The spoken text. Never fails: what cannot be spoken is a short silence."""
        key = prompt_key(text, language, pace)
        # One lock for many keys: two calls that need the same new sentence make it once.
        with self._making[int(key[:2], 16) % len(self._making)]:
            audio = self._remembered(key)
            if audio is None:
                audio = self._recorded(key, language) or self._cached(key)
                if audio is None:
                    audio = self._made(key, text, language, pace)
                self._remember(key, audio)
        return audio

    def warm(self, texts: Iterable[str], language: str, pace: str = "normal") -> None:
        """Have the audio of these texts ready before somebody calls."""
        for text in texts:
            for part in self.parts(text, language, pace):
                self.audio(part, language, pace)

    def _remembered(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._recent:
                self._recent.move_to_end(key)
            return self._recent.get(key)

    def _remember(self, key: str, audio: bytes) -> None:
        with self._lock:
            self._recent[key] = audio
            while len(self._recent) > self._memory:
                self._recent.popitem(last=False)

    def _made(self, key: str, text: str, language: str, pace: str) -> bytes:
        try:
            audio = _speak(text, language, pace)
        except SynthesiserError as error:
            metrics.FAILURES.labels(where="synthesis").inc()
            _log.error("prompt cannot be spoken", language=language, error=type(error).__name__)
            return bytes([mulaw.SILENCE]) * (mulaw.RATE // 10)
        self._store(key, audio)
        return audio

    def _recording(self, key: str, language: str) -> Path | None:
        if self._recordings is None or not language.isalpha():
            return None
        file = self._recordings / language / f"{key}.wav"
        return file if file.is_file() else None

    def _recorded(self, key: str, language: str) -> bytes | None:
        file = self._recording(key, language)
        if file is None:
            return None
        try:
            return mulaw.encode(read_wave(file.read_bytes()))
        except (OSError, ValueError) as error:
            _log.error("recording cannot be played", file=str(file), error=str(error))
            return None

    def _cached(self, key: str) -> bytes | None:
        try:
            return self._file(key).read_bytes() or None
        except OSError:
            return None

    def _store(self, key: str, audio: bytes) -> None:
        """Atomic, so that a call that runs at the same time never reads half a file."""
        file = self._file(key)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=file.parent)
            with os.fdopen(handle, "wb") as stream:
                stream.write(audio)
            os.replace(name, file)
        except OSError as error:
            _log.warning("prompt cache cannot be written", error=str(error))

    def _file(self, key: str) -> Path:
        return self._cache / _VERSION / key[:2] / f"{key}.ulaw"


def _speak(text: str, language: str, pace: str) -> bytes:
    voice = VOICES.get(language, language)
    speech = synthesise(text, voice, RATES.get(pace, RATES["normal"]))
    samples = resample(speech.samples.astype(np.float32) / 32768, speech.sample_rate, mulaw.RATE)
    samples = _level(_telephone_band(samples))
    gap = np.zeros(int(GAP_S.get(pace, GAP_S["normal"]) * mulaw.RATE), np.float32)
    whole = np.concatenate([samples, gap])
    return mulaw.encode(np.rint(whole * 32767).astype(np.int16))


def _telephone_band(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    spectrum = np.fft.rfft(samples)
    hz = np.fft.rfftfreq(len(samples), 1 / mulaw.RATE)
    low, high = _BAND_HZ
    slope = np.clip((hz - 0.7 * low) / (0.3 * low), 0, 1) * np.clip(
        (3700 - hz) / (3700 - high), 0, 1
    )
    return np.fft.irfft(spectrum * slope, len(samples)).astype(np.float32)


def _level(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Bring the loud parts to LOUDNESS; peaks bend instead of clipping."""
    frames = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    power = np.mean(np.square(frames), axis=1) if len(frames) else np.zeros(1)
    loud = power[power > power.max() / 1000]
    if not len(loud):
        return samples
    raised = samples * (LOUDNESS / float(np.sqrt(loud.mean())))
    return (_PEAK * np.tanh(raised / _PEAK)).astype(np.float32)
