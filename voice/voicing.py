"""Is it a voice? A throat swings: its sound repeats itself 75 to 400 times a second, and never at
quite the same rate. Coughs, breath, doors and static do not repeat themselves; dishes, music and
the mains do, but hold their notes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voice import mulaw
from voice.endpoint import FRAME_BYTES

_LOWEST_HZ, _HIGHEST_HZ = 75, 400
_LONGEST_LAG = mulaw.RATE // _LOWEST_HZ
_SHORTEST_LAG = mulaw.RATE // _HIGHEST_HZ
_WINDOW = 2 * FRAME_BYTES
_SIZE = 1024  # of the transform: a window and its longest lag do not overlap in it
_REPEATS = 0.55
"""How alike a window and itself one swing later are in a voice, 1 for the same."""
_TONE = 0.9
_GLIDE = 0.15
"""The most by which a voice changes its pitch from one frame to the next …"""
_STILL = 0.004
"""… and the least: what holds its pitch better is an instrument."""


def pitch_hz(window: npt.NDArray[np.int16]) -> float:
    """The rate at which 40 ms of sound repeat themselves; 0 for what is no voice."""
    samples = window.astype(np.float32)
    samples -= samples.mean()
    spectrum = np.fft.rfft(samples, _SIZE)
    alike = np.fft.irfft(spectrum.real**2 + spectrum.imag**2)[: _LONGEST_LAG + 2]
    if alike[0] <= 0:
        return 0.0
    # A longer lag has less of the window to compare.
    alike = alike / (alike[0] * (1 - np.arange(len(alike)) / len(samples)))
    below = np.flatnonzero(alike < 0.3)  # the slope at lag 0 is no repetition
    first = max(_SHORTEST_LAG, int(below[0]) if len(below) else len(alike))
    inside = alike[first : _LONGEST_LAG + 1]
    if not len(inside):
        return 0.0
    best = first + int(np.argmax(inside))
    is_peak = alike[best - 1] <= alike[best] >= alike[best + 1]
    # What repeats as well within a single swing of a throat is a tone: dishes, a signal.
    rings = first == _SHORTEST_LAG and alike[below[0] : first].max(initial=0) >= _TONE * alike[best]
    if not is_peak or alike[best] < _REPEATS or rings:
        return 0.0
    return mulaw.RATE / (best + _beside(*alike[best - 1 : best + 2]))


def _beside(before: float, peak: float, after: float) -> float:
    """Where the top of a parabola through a peak and its neighbours lies, -0.5 to 0.5."""
    bend = before - 2 * peak + after
    return 0.5 * (before - after) / bend if bend else 0.0


class Voicing:
    """Follows the sound of a caller frame by frame, 20 ms each."""

    def __init__(self) -> None:
        self._last = np.zeros(FRAME_BYTES, np.int16)
        self._pitch_hz = 0.0

    def frame(self, samples: npt.NDArray[np.int16]) -> bool:
        """Does a voice go on in this frame? Dishes ring too, each at a pitch of its own."""
        before, window = self._pitch_hz, np.concatenate([self._last, samples])
        self._last, self._pitch_hz = samples, pitch_hz(window)
        changed = abs(self._pitch_hz - before)
        return before > 0 < self._pitch_hz and _STILL * before <= changed <= _GLIDE * before

    def skip(self, samples: npt.NDArray[np.int16]) -> None:
        """A frame that is too soft to be asked about."""
        self._last, self._pitch_hz = samples, 0.0
