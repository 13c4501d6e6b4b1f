"""Utterances from hibari, a small neural synthesiser of one American woman, at any pitch.

It gives the melody apart from the sound, so the same mouth speaks higher and lower.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from audio_models.resample import resample
from audio_models.train.corpus import SAMPLE_RATE, Utterance, from_segments
from audio_models.train.voices import kokoro, spelling
from audio_models.train.voices.networks import installed, open_network

Floats = npt.NDArray[np.float32]

_DURATIONS = "/Clip_output_0"
_FRAME_S = 0.025  # one step of the durations that the network decides on
_EARLY = 4  # steps by which the sound comes before its durations


@cache
def _voice() -> tuple[Any, Any]:
    """The synthesiser, and its network with the durations."""
    import onnx
    from hibari import Hibari

    synthesiser = Hibari(threads=1)
    model = onnx.load(synthesiser.model_path)
    session = open_network(model, _DURATIONS)
    return synthesiser, session


def available() -> bool:
    return installed("onnx", "onnxruntime", "hibari")


def _resized(spectra: Floats, factor: float) -> Floats:
    """Spectra, shape (bins, frames), of a vocal tract that is `factor` times as short."""
    bins = np.arange(len(spectra))
    moved = np.minimum(bins / factor, len(spectra) - 1)
    below = np.floor(moved).astype(int)
    above = np.minimum(below + 1, len(spectra) - 1)
    share = (moved - below)[:, None]
    return ((1 - share) * spectra[below] + share * spectra[above]).astype(np.float32)


def speak(text: str, espeak_voice: str, rng: np.random.Generator) -> Utterance | None:
    """None when a phone has no equivalent."""
    from hibari import dsp

    synthesiser, session = _voice()
    letters = spelling.spell(text, espeak_voice, random.Random(int(rng.integers(1 << 30))))
    tokens = kokoro.spelled(letters or [], synthesiser.vocab)
    if not tokens:
        return None
    *parts, melody, durations = session.run(
        None,
        {
            "ids": np.array([[0, *(token for token, _ in tokens), 0]]),
            "speed": np.array([rng.uniform(0.75, 1.35)], np.float32),
        },
    )
    size = np.exp(rng.uniform(-0.16, 0.12))
    magnitudes = [_resized(part[0], size) if i != 1 else part[0] for i, part in enumerate(parts)]
    pitch = melody[0] * np.exp(rng.uniform(-0.55, 0.35))
    audio = dsp.synth(*magnitudes, pitch.astype(np.float32), rng)
    samples = np.clip(np.asarray(audio) * 32767, -32768, 32767).astype(np.int16)
    ends = (np.maximum(np.cumsum(durations.ravel()) - _EARLY, 0) * _FRAME_S).tolist()
    found = spelling.segments([phones for _, phones in tokens], ends[1:-1], ends[0])
    return from_segments(text, "hibari", resample(samples, dsp.SR, SAMPLE_RATE), found)
