"""The training corpus: every synthesiser that is installed, in as many voices as it has.

It is made in pieces, each a file that is written once; what a stopped run had made is kept.
"""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from audio_models.graph import texts
from audio_models.train import corpus, memory
from audio_models.train.corpus import Utterance
from audio_models.train.voices import espeak_ng, festival, flite, hibari, kokoro, piper

_PIECE = 250  # utterances in one file
COARSE = ("kokoro", "hibari")  # voices that give the times of phones in steps of 25 ms
_WORDS_AT_LEAST = 3  # shorter texts are strung together: neural voices stumble over single words

# The espeak-ng voices that read the texts, the commoner ones several times.
ACCENTS = {
    "en": (
        *("en-us",) * 5,
        *("en",) * 3,
        *("en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd"),
        *("en-029", "en-us-nyc"),
    ),
    "es": ("es", "es-419"),
    "zh": ("cmn",),
}

Report = Callable[[str], None]


class SpeakOne(Protocol):
    """One text, read as an espeak-ng voice reads it, in a voice drawn from the generator."""

    def __call__(
        self, text: str, espeak_voice: str, rng: np.random.Generator, /
    ) -> Utterance | None: ...


SpeakAll = Callable[[Sequence[tuple[str, str]], np.random.Generator], list[Utterance]]
"""The same for many pairs of text and espeak-ng voice; what cannot be spoken is left out."""


def _one_by_one(speak: SpeakOne) -> SpeakAll:
    def speak_all(lines: Sequence[tuple[str, str]], rng: np.random.Generator) -> list[Utterance]:
        return [found for text, voice in lines if (found := speak(text, voice, rng))]

    return speak_all


@dataclass(frozen=True)
class Engine:
    """A synthesiser, and how many utterances of it a full corpus holds, by language."""

    name: str
    available: Callable[[], bool]
    speak: SpeakAll
    utterances: dict[str, int]
    strings: bool = False  # short texts are strung together


def _festival(voice: str) -> Engine:
    speak = partial(festival.speak, voice=voice)
    return Engine(f"festival-{voice}", partial(festival.available, voice), speak, {"en": 1000})


ENGINES = (
    Engine(
        "espeak-ng",
        espeak_ng.available,
        _one_by_one(espeak_ng.speak),
        {"en": 3000, "es": 4000, "zh": 4000},
    ),
    Engine(
        "kokoro",
        kokoro.available,
        _one_by_one(kokoro.speak),
        {"en": 2000, "es": 1000, "zh": 1000},
        strings=True,
    ),
    Engine("piper-joe", piper.available, _one_by_one(piper.speak), {"en": 1000}, strings=True),
    Engine("hibari", hibari.available, _one_by_one(hibari.speak), {"en": 1500}, strings=True),
    Engine("flite", flite.available, _one_by_one(flite.speak), {"en": 1500}),
    *map(_festival, festival.VOICES),
)


def voices(language: str) -> tuple[str, ...]:
    return ACCENTS.get(language, (language,))


def line(language: str, rng: random.Random, strings: bool = False) -> str:
    """One text to speak; with `strings`, several short ones in a row."""
    text = texts.sample(language, rng)
    while strings and _length(text) < _WORDS_AT_LEAST:
        text = f"{text.rstrip('.,!?')}, {texts.sample(language, rng)}"
    return text


def _lines(
    language: str, count: int, rng: random.Random, strings: bool = False
) -> list[tuple[str, str]]:
    accents = voices(language)
    return [(line(language, rng, strings), rng.choice(accents)) for _ in range(count)]


def _length(text: str) -> int:
    """About how many words; Chinese is written without spaces."""
    return max(len(text.split()), sum(c > "\u3400" for c in text) // 2)


def _piece(job: tuple[str, str, int, int, Path]) -> tuple[str, float]:
    """Speak one piece of the corpus into its file; the engine's name and the seconds spoken."""
    language, name, number, seed, file = job
    engine = next(e for e in ENGINES if e.name == name)
    rng = random.Random(f"{seed} {name} {number}")
    spread = np.random.default_rng(rng.getrandbits(32))
    lines = _lines(language, _PIECE, rng, engine.strings)
    spoken = engine.speak(lines, spread)
    corpus.save(file, spoken)
    return name, corpus.seconds(spoken)


def _pieces(language: str, scale: float, folder: Path) -> Iterable[tuple[str, int, Path]]:
    for engine in ENGINES:
        if engine.available():
            count = round(scale * engine.utterances.get(language, 0) / _PIECE)
            for number in range(max(1, count) if engine.utterances.get(language) else 0):
                yield engine.name, number, folder / f"{engine.name}-{number:03d}.npz"


def training(
    language: str, scale: float, seed: int, folder: Path, workers: int, report: Report
) -> list[Utterance]:
    """Every piece of the corpus, spoken now where its file is missing.

    `scale` is the size relative to a full corpus. What is not installed is reported and left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for engine in ENGINES:
        if language in engine.utterances and not engine.available():
            report(f"{engine.name} is not installed: going on without it")
    pieces = list(_pieces(language, scale, folder))
    missing = [(language, n, i, seed, file) for n, i, file in pieces if not file.exists()]
    with multiprocessing.get_context("spawn").Pool(workers, memory.keep) as pool:
        for done, (name, spoken) in enumerate(pool.imap_unordered(_piece, missing), 1):
            report(f"piece {done} of {len(missing)}: {name}, {spoken / 60:.0f} min of speech")
    return [u for _, _, file in pieces for u in corpus.load(file)]


def held_out(language: str, seed: int = 2, count: int = 300) -> list[Utterance]:
    """Voices that training never hears: espeak-ng variants, neural ones, a recorded speaker."""
    rng = random.Random(seed)
    spread = np.random.default_rng(seed)
    speakers = [_one_by_one(partial(espeak_ng.speak, held_out=True))]
    if kokoro.available():
        speakers += [_one_by_one(partial(kokoro.speak, kept=name)) for name in kokoro.HELD_OUT]
    if language == "en" and festival.available(festival.HELD_OUT):
        speakers.append(partial(festival.speak, voice=festival.HELD_OUT))
    return [
        spoken
        for speak in speakers
        for spoken in speak(_lines(language, count // len(speakers), rng, strings=True), spread)
    ]
