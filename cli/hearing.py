"""What the recogniser makes of examples: each is spoken and heard as if it were none.

A caller's sentence is seldom one of the examples, and the recogniser then hears pieces of others in
it. To see the same happen to an example it is heard while a fifth of all, itself among them, is not
listened for.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audio_models.espeak import resample, synthesise
from flows import Expects, Library, Meaning, advance, begin
from intents import listening
from intents.heard import OUTSIDE, Heard
from intents.text import spoken, tokens
from intents.wording import Wording
from voice import mulaw
from voice.recogniser import Models

VOICES = {
    "en": ("en-us+m3", "en-us+f2", "en+m7", "en-gb-scotland+f1"),
    "es": ("es-419+m3", "es-419+f2", "es+m7", "es+f1"),
    "zh": ("cmn+m3", "cmn+f2", "cmn+m7", "cmn+f1"),
}
"""None of them is used for measuring (`benchmarks`)."""
PARTS = 5
"""Each is a fair sample of all examples."""
_LOUDEST = 12_000
_NOISE = (20.0, 250.0)
"""Root mean square of the line's noise, in 16-bit samples."""
_BEFORE, _AFTER = 2400, 4000
"""Samples of quiet around what is said."""
_BLOCK = 3200  # bytes


def hear(own: Wording, models: Models, times: int = 1, parts: int = PARTS) -> Iterator[Heard]:
    """Every sentence said so many times, by voices in turn: what was heard that is not the same.

    The same examples give very nearly the same. parts: how many of the `PARTS` are said, so that it
    is quicker. Raises ValueError for a language without a model.
    """
    everything = listening(own.language, first_question(own.language), {})
    lines = [(intent, text) for intent, texts in own.listened.items() for text in texts]
    others = [(OUTSIDE, text) for text in own.outside]
    for part in range(parts):
        mine = [line for line in lines if _part(line[1]) == part]
        left_out = {spoken(text) for _, text in mine}
        phrases = [phrase for phrase in everything if phrase not in left_out]
        recogniser = models.recogniser(own.language, phrases)
        if recogniser is None:
            raise ValueError(f"There is no speech model for {own.language!r}.")
        for rows in (mine, [line for line in others if _part(line[1]) == part]):
            for number, (intent, text) in enumerate(rows):
                for time in range(times):
                    voices = VOICES[own.language]
                    voice = voices[(number + time) % len(voices)]
                    pcm = line(text, voice, random.Random(f"{text}/{time}"))
                    for at in range(0, len(pcm), _BLOCK):
                        recogniser.accept(pcm[at : at + _BLOCK])
                    found = recogniser.finish().text
                    recogniser.reset(phrases)
                    if found and tokens(found) != tokens(text):
                        yield Heard(intent, text, found)
        recogniser.close()


def _part(text: str) -> int:
    return zlib.crc32(text.encode()) % PARTS


def first_question(language: str) -> Expects:
    """What a call waits for at its first question, which anything may be said to."""
    library = Library.load()
    start = begin(library, "voice", language, "")
    expects = advance(library, start, Meaning("start")).expects
    assert expects is not None
    return expects


def line(text: str, voice: str, draw: random.Random) -> bytes:
    """A text as it comes over a line, said at some speed and pitch: 16-bit PCM at 8 kHz."""
    speech = synthesise(text, voice, draw.randint(120, 190), draw.randint(30, 70), 50)
    samples = resample(speech.samples, speech.sample_rate, mulaw.RATE).astype(np.float64)
    samples *= _LOUDEST / max(1.0, float(np.abs(samples).max(initial=0.0)))
    quiet = np.zeros(_BEFORE), samples, np.zeros(_AFTER)
    noise = np.random.default_rng(draw.randrange(1 << 30))
    heard: npt.NDArray[np.float64] = np.concatenate(quiet)
    heard += noise.normal(0, draw.uniform(*_NOISE), len(heard))
    return mulaw.decode(mulaw.encode(np.clip(heard, -32768, 32767).astype(np.int16))).tobytes()
