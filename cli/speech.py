"""What a caller says, as telephone audio: from text, or from a recording."""

from __future__ import annotations

import wave
from pathlib import Path

import click
import numpy as np

from audio_models.espeak import resample, synthesise
from voice import mulaw

VOICES = {"en": "en-us", "es": "es-419", "zh": "cmn"}
_QUIET = 0.02  # of the loudest sample: what lies below, at the ends, is not speech


def spoken(text: str, language: str = "en") -> bytes:
    """The text as mu-law audio at 8 kHz, without silence at its ends."""
    speech = synthesise(text, VOICES[language], rate=140)
    samples = resample(speech.samples, speech.sample_rate, mulaw.RATE)
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _QUIET * np.abs(samples).max())
    return mulaw.encode(samples[loud[0] : loud[-1] + 1]) if len(loud) else b""


def recorded(file: Path) -> bytes:
    """A WAV file (16-bit PCM, any rate) as mu-law audio at 8 kHz."""
    try:
        with wave.open(str(file)) as opened:
            rate, channels = opened.getframerate(), opened.getnchannels()
            if opened.getsampwidth() != 2:
                raise click.ClickException(f"{file} does not hold 16-bit samples.")
            content = opened.readframes(opened.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise click.ClickException(f"{file} cannot be read as a WAV file: {error}.") from error
    samples = np.frombuffer(content, dtype="<i2").reshape(-1, channels)[:, 0]
    return mulaw.encode(resample(samples, rate, mulaw.RATE))
