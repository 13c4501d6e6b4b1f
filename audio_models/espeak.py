"""Speech from text with espeak-ng, offline and without any system package.

The library and its voices come with `espeakng_loader`; it is called through ctypes. It keeps
its state in globals, so one lock serialises every call in the process. It is several hundred
times faster than real time, so the lock is never held for long.
"""

from __future__ import annotations

import ctypes
import re
import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from audio_models.resample import resample

__all__ = ["Phone", "Speech", "Symbol", "SynthesiserError", "phonemes", "resample", "synthesise"]

_SYNCHRONOUS = 2  # espeak_AUDIO_OUTPUT: samples go to the callback, in the caller's thread
_PHONEME_EVENTS = 1  # espeak_Initialize option
_UTF8 = 1  # espeak_Synth flag
_RATE, _PITCH, _PITCH_RANGE, _WORD_GAP = 1, 3, 4, 7  # espeak_PARAMETER
_END_OF_EVENTS, _PHONEME = 0, 7  # espeak_EVENT_TYPE
_RATES = range(80, 451)  # espeak-ng's own limits, words a minute
_PERCENT = range(101)
_SEPARATED = ord("_") << 8  # mode of espeak_TextToPhonemes: the phones of a word parted by "_"
_IPA = 2
_TONE = re.compile(r"\d{2,}")
_MARKS = re.compile(r"[',%=|]|\d{2,}|(?<=[a-zA-Z@;.\]])\d+(?=\|)")  # stress, tones, ends of words


class SynthesiserError(Exception):
    """The text cannot be spoken; the message is a sentence for people."""


@dataclass(frozen=True)
class Phone:
    """One phone of the utterance.

    `name` is espeak-ng's mnemonic without stress marks ("" and names starting with "_" are
    pauses); `start_s` and `end_s` are seconds from the first sample.
    """

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Speech:
    """`samples`: int16, shape (n,), mono, at `sample_rate` Hz. `phones` are in time order."""

    samples: npt.NDArray[np.int16]
    sample_rate: int
    phones: tuple[Phone, ...]

    @property
    def duration_s(self) -> float:
        return len(self.samples) / self.sample_rate


class _EventId(ctypes.Union):
    _fields_ = [
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    ]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # milliseconds
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass
class _Engine:
    """The loaded library and what its callback has collected of the current utterance."""

    library: Any
    sample_rate: int
    blocks: list[npt.NDArray[np.int16]] = field(default_factory=list)
    phone_starts: list[tuple[str, float]] = field(default_factory=list)
    voice: str = ""
    """The one that it was set to last."""
    transcribed: bool = False
    """Since it last spoke. espeak-ng then leaves out phones of what it speaks next."""
    callback: Any = None  # held here: ctypes does not keep the C callback alive

    def collect(self, wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            self.blocks.append(np.ctypeslib.as_array(wave, (count,)).copy())
        index = 0
        while events[index].type != _END_OF_EVENTS:
            event = events[index]
            if event.type == _PHONEME:
                name = event.id.string.decode("utf-8", "ignore").strip("'`,%=|;")
                self.phone_starts.append((name, event.audio_position / 1000))
            index += 1
        return 0


_lock = threading.Lock()
_engine: _Engine | None = None


def _load() -> _Engine:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
    except (ImportError, OSError) as error:
        raise SynthesiserError(f"The espeak-ng library could not be loaded: {error}") from error
    sample_rate = library.espeak_Initialize(_SYNCHRONOUS, 500, data, _PHONEME_EVENTS)
    if sample_rate <= 0:
        raise SynthesiserError("espeak-ng did not start: its voice data is missing or unreadable.")
    engine = _Engine(library, sample_rate)
    engine.callback = _Callback(engine.collect)
    library.espeak_SetSynthCallback(engine.callback)
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return engine


def _ready(voice: str) -> _Engine:
    """The engine, speaking with `voice`; call it with the lock held."""
    global _engine
    if _engine is None:
        _engine = _load()
    if _engine.library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise SynthesiserError(f"espeak-ng has no voice named {voice!r}.")
    _engine.voice = voice
    return _engine


def _check(text: str, rate: int, pitch: int, pitch_range: int, word_gap: int = 0) -> None:
    if not text.strip():
        raise SynthesiserError("There is no text to speak.")
    if rate not in _RATES:
        raise SynthesiserError(f"A rate of {rate} words a minute is not between 80 and 450.")
    if pitch not in _PERCENT or pitch_range not in _PERCENT:
        raise SynthesiserError("Pitch and pitch range are whole numbers from 0 to 100.")
    if word_gap not in _PERCENT:
        raise SynthesiserError("A gap between words is a whole number from 0 to 100.")


def synthesise(
    text: str,
    voice: str = "en-us",
    rate: int = 160,
    pitch: int = 50,
    pitch_range: int = 50,
    word_gap: int = 0,
) -> Speech:
    """Speak `text`; safe to call from any thread.

    `voice` is an espeak-ng voice such as "en-us", "cmn" or "es-419", with an optional variant
    ("en-us+f3"). `rate` is in words a minute (80 to 450); `pitch` and `pitch_range` go from 0
    to 100; `word_gap` is silence between words, in hundredths of a second at 160 words a minute (0
    to 100). Raises SynthesiserError for empty text, an unknown voice or a number out of range.
    """
    _check(text, rate, pitch, pitch_range, word_gap)
    parameters = {_RATE: rate, _PITCH: pitch, _PITCH_RANGE: pitch_range, _WORD_GAP: word_gap}
    with _lock:
        engine = _ready(voice)
        for parameter, value in parameters.items():
            engine.library.espeak_SetParameter(parameter, value, 0)
        if engine.transcribed:
            _speak(engine, text)
            engine.transcribed = False
        if _speak(engine, text) != 0 or not engine.blocks:
            raise SynthesiserError(f"espeak-ng could not speak {text!r} with voice {voice!r}.")
        samples = np.concatenate(engine.blocks)
        return Speech(samples, engine.sample_rate, _phones(engine, len(samples)))


def _speak(engine: _Engine, text: str) -> int:
    """Fill the engine's blocks and phones; its status, 0 if all is well."""
    engine.blocks.clear()
    engine.phone_starts.clear()
    encoded = text.encode()
    size = ctypes.c_size_t(len(encoded) + 1)
    status: int = engine.library.espeak_Synth(encoded, size, 0, 0, 0, _UTF8, None, None)
    return status


def _phones(engine: _Engine, count: int) -> tuple[Phone, ...]:
    """A phone lasts until the next one starts; the last until the end of the audio."""
    starts = [start for _, start in engine.phone_starts]
    ends = [*starts[1:], count / engine.sample_rate]
    return tuple(
        Phone(name, start, end)
        for (name, start), end in zip(engine.phone_starts, ends, strict=True)
    )


@dataclass(frozen=True)
class Symbol:
    """One phone as espeak-ng writes it.

    `name`: its mnemonic without marks; `ipa`: its IPA with stress; `tone`: of a Chinese vowel,
    as levels from 1 to 5 ("55", "35", "214", "51", "11").
    """

    name: str
    ipa: str
    tone: str = ""


def phonemes(text: str, voice: str = "en-us") -> list[tuple[Symbol, ...]]:
    """The pronunciation of each word of `text`, pauses left out; safe to call from any thread.

    Raises SynthesiserError for empty text or an unknown voice.
    """
    _check(text, _RATES.start, 0, 0)
    with _lock:
        # To set a voice takes longer than to transcribe a word with it.
        engine = _engine if _engine and _engine.voice == voice else _ready(voice)
        engine.transcribed = True
        names = _transcribe(engine, text, _SEPARATED)
        ipas = _transcribe(engine, text, _SEPARATED | _IPA)
    words = []
    for name, ipa in zip(" ".join(names).split(), " ".join(ipas).split(), strict=True):
        pairs = zip(name.split("_"), ipa.split("_"), strict=False)
        symbols = tuple(
            Symbol(bare, i, _tone(n)) for n, i in pairs if (bare := _MARKS.sub("", n).strip(";"))
        )
        if symbols:
            words.append(symbols)
    return words


def _tone(mnemonic: str) -> str:
    found = _TONE.search(mnemonic)
    return found[0] if found else ""


def _transcribe(engine: _Engine, text: str, mode: int) -> list[str]:
    """What espeak_TextToPhonemes writes of each clause."""
    buffer = ctypes.create_string_buffer(text.encode())
    position = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses = []
    while position.value:
        clauses.append(
            engine.library.espeak_TextToPhonemes(ctypes.byref(position), _UTF8, mode).decode()
        )
    return clauses
