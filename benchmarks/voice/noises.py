"""Sounds that are no answer: what a telephone picks up while a caller listens."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from benchmarks.voice import sounds
from voice import mulaw

Signal = npt.NDArray[np.float64]
Draw = np.random.Generator

_HUMS = ("um hum", "hmm", "uh huh", "um", "ah", "oh")
_TALK = (
    "did you see the match last night, what a game that was",
    "the soup is on the stove, and somebody should stir it",
    "grandfather went fishing with the neighbours on Sunday",
    "it has been raining since breakfast, all the washing is wet",
    "put the blue bicycle behind the garden shed",
)
_PROMPT = (
    "Hello, this is Benefitline, your social security line. For the status of a claim, press 1."
)
_LOUDNESS = (2000.0, 14_000.0)
_SOFT = (700.0, 3000.0)
"""Peaks of 16-bit samples: near the telephone, and at the other end of the room."""


def noises(count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """So many noises, the same for the same seed: the kind, and the sound as mu-law at 8 kHz."""
    for number in range(seed * count, seed * count + count):
        yield kind(number), b"".join(map(base64.b64decode, noise(number)))


def kind(number: int) -> str:
    """What the noise of this number is: cough, hum, door …"""
    return _KINDS[number % len(_KINDS)].__name__.strip("_")


@cache
def noise(number: int) -> sounds.Frames:
    """The noise of this number: kinds take turns, and no two are alike."""
    draw = np.random.default_rng(number)
    make = _KINDS[number % len(_KINDS)]
    signal = make(draw)
    peak = draw.uniform(*(_SOFT if make in _FAR else _LOUDNESS))
    return sounds.on_the_line(signal * peak / max(1.0, float(np.abs(signal).max())))


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
    return _voice(draw, _HUMS[draw.integers(len(_HUMS))])


def _crackle(draw: Draw) -> Signal:
    """Clicks of a bad line."""
    t = _time(draw.uniform(0.3, 1.5))
    clicks = draw.random(len(t)) < draw.uniform(0.001, 0.01)
    return np.convolve(clicks * draw.normal(size=len(t)), np.exp(-np.arange(24) / 5), "same")


def _hiss(draw: Draw) -> Signal:
    """A burst of static, or wind on the microphone."""
    t = _time(draw.uniform(0.3, 1.5))
    swell = np.abs(np.sin(np.pi * t / t[-1])) ** draw.uniform(0.3, 3)
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


def _babble(draw: Draw) -> Signal:
    """Three to five people in the room who talk to one another."""
    voices = [_voice(draw, text) for text in draw.permutation(_TALK)[: draw.integers(3, 6)]]
    length = int(draw.uniform(1.0, 2.5) * mulaw.RATE)
    starts = [int(draw.integers(0, max(1, len(voice) - length))) for voice in voices]
    parts = zip(voices, starts, strict=True)
    cut = [np.resize(voice[start : start + length], length) for voice, start in parts]
    return np.sum([voice / np.abs(voice).max() for voice in cut], axis=0)


def _music(draw: Draw) -> Signal:
    """A radio: notes of a scale over a chord that lasts, each with its overtones and its decay."""
    t = _time(draw.uniform(1.0, 2.5))
    base, beat = draw.uniform(110, 220), draw.uniform(0.15, 0.4)
    signal = np.zeros(len(t))
    for ratio in (1, 1.25, 1.5):
        signal += 0.3 * np.sin(2 * np.pi * base * ratio * t)
    for begins in np.arange(0, t[-1], beat):
        note, since = base * 2 ** (draw.choice([0, 2, 4, 5, 7, 9, 12]) / 12 + 1), t - begins
        tone = sum(np.sin(2 * np.pi * note * k * since) / k**1.5 for k in range(1, 6))
        signal += np.where(since >= 0, tone * np.exp(-np.clip(since, 0, None) / beat), 0)
    return signal


def _echo(draw: Draw) -> Signal:
    """Our own prompt, back from the caller's loudspeaker or out of the network."""
    own = _voice(draw, _PROMPT)
    start = int(draw.integers(0, len(own) - 2 * mulaw.RATE))
    return own[start : start + 2 * mulaw.RATE]


def _voice(draw: Draw, text: str) -> Signal:
    from audio_models.espeak import resample, synthesise

    speech = synthesise(text, "en-us", int(draw.integers(120, 170)), int(draw.integers(30, 70)), 50)
    return resample(speech.samples, speech.sample_rate, mulaw.RATE).astype(np.float64)


_FAR = (_babble, _music, _echo)
_KINDS: tuple[Callable[[Draw], Signal], ...] = (
    _cough,
    _hum,
    _crackle,
    _hiss,
    _door,
    _mains,
    _breath,
    _clatter,
    _babble,
    _music,
    _echo,
)
