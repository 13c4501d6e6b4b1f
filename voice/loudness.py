"""Speech as a telephone passes it on: one level, one band, without silence around it."""

from __future__ import annotations

from math import gcd

import numpy as np
import numpy.typing as npt

from voice import mulaw

Sound = npt.NDArray[np.float32]
"""Samples at 8000 Hz, full scale 1."""

LOUDNESS = 0.1
"""Root mean square of the loud parts as a share of full scale: -20 dB."""
_PEAK = 0.9
_BAND_HZ = (250, 3450)  # what a telephone passes
_FRAME = mulaw.RATE // 50
_SILENCE = 1e-4
"""Share of the loudest frame's power below which a frame is silence: -40 dB."""
_FADE = _FRAME // 4
_SMOOTH = 16
_MARGIN = 3
"""Frames kept around speech: the first breath of a word is softer than silence elsewhere."""


def telephone(samples: Sound, rate: int = mulaw.RATE) -> Sound:
    """What a telephone passes of samples at `rate` (Hz, 8000 or more), at LOUDNESS."""
    return level(_band(samples, rate)) if len(samples) else samples


def level(samples: Sound) -> Sound:
    """Bring the loud parts to LOUDNESS; peaks bend instead of clipping."""
    loud = loudness(samples)
    if not loud:
        return samples
    raised = samples * (LOUDNESS / loud)
    return (_PEAK * np.tanh(raised / _PEAK)).astype(np.float32)


def loudness(samples: Sound) -> float:
    """Root mean square of the loud parts, 0 to 1; 0 where there are none."""
    power = _power(samples)
    loud = power[power > power.max(initial=0.0) / 1000]
    return float(np.sqrt(loud.mean())) if len(loud) else 0.0


def trimmed(samples: Sound) -> Sound:
    """The samples without the silence before and after; they rise from and fall to nothing."""
    power = _power(samples)
    (heard,) = np.nonzero(power > power.max(initial=0.0) * _SILENCE)
    if not len(heard):
        return samples[:0]
    first, last = max(0, heard[0] - _MARGIN), heard[-1] + 1 + _MARGIN
    found = samples[first * _FRAME : last * _FRAME].copy()
    slope = np.linspace(0, 1, min(_FADE, len(found)), dtype=np.float32)
    found[: len(slope)] *= slope
    found[len(found) - len(slope) :] *= slope[::-1]
    return found


def _power(samples: Sound) -> npt.NDArray[np.float32]:
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    return np.mean(np.square(frames), axis=1)


def _band(samples: Sound, rate: int) -> Sound:
    """The telephone's band of samples at `rate`, at 8000 Hz: one transform does both."""
    divisor = gcd(rate, mulaw.RATE)
    before, after = rate // divisor, mulaw.RATE // divisor
    # A length that both rates share, and whose transform is quick.
    units = -(-len(samples) // (before * _SMOOTH)) * _SMOOTH
    spectrum = np.fft.rfft(samples, units * before)[: units * after // 2 + 1]
    hz = np.arange(len(spectrum)) * (rate / (units * before))
    low, high = _BAND_HZ
    slope = np.clip((hz - 0.7 * low) / (0.3 * low), 0, 1) * np.clip(
        (3700 - hz) / (3700 - high), 0, 1
    )
    found = np.fft.irfft(spectrum * slope, units * after) * (after / before)
    return found[: -(-len(samples) * after // before)].astype(np.float32)
