"""What callers sound like: frames of 20 ms for media messages, with the noise of the line."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from cli.speech import spoken
from provider.standin.clock import FRAME_BYTES
from voice import mulaw

Frames = Sequence[str]
"""Base64 of 160 bytes of mu-law each."""

LINE_NOISE = 20.0
"""Root mean square of the line's own noise in 16-bit samples: 64 dB below full scale."""
_NOISE_S = 20


@cache
def line_noise() -> Frames:
    """Some seconds of a line on which nobody speaks."""
    return on_the_line(np.zeros(_NOISE_S * mulaw.RATE))


@cache
def words(text: str) -> Frames:
    """Something said, without silence at its ends."""
    return on_the_line(mulaw.decode(spoken(text)))


@cache
def with_pauses(pieces: tuple[str, ...], pauses_s: tuple[float, ...]) -> Frames:
    """Pieces said one after the other, with so many seconds of quiet between them."""
    parts: list[npt.NDArray[np.float64]] = []
    for number, piece in enumerate(pieces):
        parts.append(mulaw.decode(spoken(piece)).astype(np.float64))
        if number < len(pauses_s):
            parts.append(np.zeros(int(pauses_s[number] * mulaw.RATE)))
    return on_the_line(np.concatenate(parts))


def on_the_line(samples: npt.NDArray[np.generic]) -> Frames:
    """16-bit samples at 8 kHz as frames, with the line's noise on top."""
    rng = np.random.default_rng(len(samples))
    noisy = samples.astype(np.float64) + rng.normal(0, LINE_NOISE, len(samples))
    audio = mulaw.encode(np.clip(noisy, -32768, 32767).astype(np.int16))
    whole = len(audio) // FRAME_BYTES * FRAME_BYTES
    pieces = (audio[at : at + FRAME_BYTES] for at in range(0, whole, FRAME_BYTES))
    return [base64.b64encode(piece).decode() for piece in pieces]


def pcm(frames: Frames) -> bytes:
    """Frames as 16-bit samples for Vosk."""
    return mulaw.decode(b"".join(map(base64.b64decode, frames))).astype("<i2").tobytes()
