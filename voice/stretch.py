"""Speech made slower without making it lower (WSOLA: overlapping windows, put where they fit)."""

from __future__ import annotations

import numpy as np

from voice import mulaw
from voice.loudness import Sound

_WINDOW = mulaw.RATE // 33 // 2 * 2
"""Samples, 30 ms: two periods of a low voice."""
_STEP = _WINDOW // 2
_SEARCH = mulaw.RATE // 100
"""Samples that a window may move, 10 ms either way, to fall into step with the last one."""


def stretched(samples: Sound, factor: float) -> Sound:
    """The samples, `factor` times as long."""
    length = round(len(samples) * factor)
    if len(samples) < 4 * _WINDOW:
        return samples
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    padded = np.concatenate([samples, np.zeros(_WINDOW + _SEARCH + _STEP, np.float32)])
    out = np.zeros(length + 2 * _WINDOW, np.float32)
    weight = np.zeros_like(out)
    at = 0
    for place in range(0, length, _STEP):
        wanted = min(int(place / factor), len(samples) - 1)
        if place:
            at = _best(padded, at + _STEP, wanted)
        out[place : place + _WINDOW] += window * padded[at : at + _WINDOW]
        weight[place : place + _WINDOW] += window
    return (out / np.maximum(weight, np.float32(1e-3)))[:length].astype(np.float32)


def _best(samples: Sound, natural: int, wanted: int) -> int:
    """The start near `wanted` from which the sound goes on most like from `natural`."""
    first = max(0, wanted - _SEARCH)
    around = samples[first : wanted + _SEARCH + _WINDOW]
    likeness = np.correlate(around, samples[natural : natural + _WINDOW], "valid")
    return first + int(np.argmax(likeness)) if len(likeness) else wanted
