"""Sounds that are no answer: what a telephone picks up while a caller listens."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt

from benchmarks.voice import sounds
from voice import mulaw

Signal = npt.NDArray[np.float64]
Draw = np.random.Generator

_HUMS = ("mhm", "hmm", "uh huh", "mm", "ah", "oh")


@cache
def noise(number: int) -> sounds.Frames:
    """The noise of this number: kinds take turns, and no two are alike."""
    draw = np.random.default_rng(number)
    signal = _KINDS[number % len(_KINDS)](draw)
    signal *= draw.uniform(2000, 14_000) / max(1.0, float(np.abs(signal).max()))
    return sounds.on_the_line(signal)


def _time(seconds: float) -> Signal:
    return np.arange(int(seconds * mulaw.RATE)) / mulaw.RATE


def _cough(draw: Draw) -> Signal:
    """One to three bursts through a throat."""
    bursts = []
    for _ in range(draw.integers(1, 4)):
        t = _time(draw.uniform(0.12, 0.3))
        burst = draw.normal(size=len(t)) * np.exp(-t / draw.uniform(0.04, 0.09))
        throat = np.sinc((np.arange(33) - 16) * draw.uniform(0.2, 0.5)) * np.hanning(33)
        bursts += [
            np.convolve(burst, throat, "same"),
            np.zeros(int(draw.uniform(0.05, 0.25) * 8000)),
        ]
    return np.concatenate(bursts)


def _hum(draw: Draw) -> Signal:
    """A listener's sound, in a voice."""
    from audio_models.espeak import resample, synthesise

    text = _HUMS[draw.integers(len(_HUMS))]
    speech = synthesise(text, "en-us", int(draw.integers(120, 170)), int(draw.integers(30, 70)), 50)
    return resample(speech.samples, speech.sample_rate, mulaw.RATE).astype(np.float64)


def _crackle(draw: Draw) -> Signal:
    """Clicks of a bad line."""
    t = _time(draw.uniform(0.3, 1.5))
    clicks = draw.random(len(t)) < draw.uniform(0.001, 0.01)
    return np.convolve(clicks * draw.normal(size=len(t)), np.exp(-np.arange(24) / 5), "same")


def _hiss(draw: Draw) -> Signal:
    """A burst of static, or wind on the microphone."""
    t = _time(draw.uniform(0.3, 1.5))
    swell = np.sin(np.pi * t / t[-1]) ** draw.uniform(0.3, 3)
    kernel = np.ones(draw.integers(1, 12))
    return np.convolve(draw.normal(size=len(t)), kernel, "same") * swell


def _door(draw: Draw) -> Signal:
    """A slam and its echo."""
    t = _time(draw.uniform(0.3, 0.8))
    thump = np.sin(2 * np.pi * draw.uniform(60, 220) * t) * np.exp(-t / draw.uniform(0.03, 0.1))
    return thump + 0.4 * draw.normal(size=len(t)) * np.exp(-t / 0.05)


def _mains(draw: Draw) -> Signal:
    """Hum of the mains with its harmonics, coming and going."""
    t = _time(draw.uniform(0.5, 2.0))
    base = draw.choice([50.0, 60.0])
    tone = sum(np.sin(2 * np.pi * base * k * t) / k for k in range(1, 12))
    return tone * np.clip(np.sin(np.pi * t / t[-1]) * 3, 0, 1)


def _breath(draw: Draw) -> Signal:
    """Breathing close to the microphone."""
    t = _time(draw.uniform(0.5, 1.4))
    return np.convolve(draw.normal(size=len(t)), np.hanning(6), "same") * np.sin(np.pi * t / t[-1])


def _clatter(draw: Draw) -> Signal:
    """Dishes, or a telephone put down."""
    signal = np.zeros(int(draw.uniform(0.4, 1.2) * mulaw.RATE))
    for _ in range(draw.integers(2, 7)):
        at = int(draw.integers(0, len(signal)))
        t = _time(0.15)[: len(signal) - at]
        ring = np.sin(2 * np.pi * draw.uniform(800, 3000) * t) * np.exp(
            -t / draw.uniform(0.01, 0.04)
        )
        signal[at : at + len(t)] += ring * draw.uniform(0.3, 1)
    return signal


_KINDS: tuple[Callable[[Draw], Signal], ...] = (
    _cough,
    _hum,
    _crackle,
    _hiss,
    _door,
    _mains,
    _breath,
    _clatter,
)
