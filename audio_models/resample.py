"""Sample rate conversion with a windowed-sinc polyphase filter, in numpy alone."""

from __future__ import annotations

from functools import lru_cache
from math import gcd
from typing import Any

import numpy as np
import numpy.typing as npt

_ZERO_CROSSINGS = 32  # each side of the sinc, counted at the lower of the two rates
_KAISER_BETA = 9.0  # about 90 dB of stop-band attenuation
_PASS_BAND = 0.93  # cut-off, as a share of the lower Nyquist frequency
_BLOCK = 8192  # output samples computed at once, which bounds the memory used


def resample(samples: npt.NDArray[Any], from_hz: int, to_hz: int = 8000) -> npt.NDArray[Any]:
    """Convert mono `samples`, shape (n,), from `from_hz` to `to_hz` (whole Hz).

    Returns shape (ceil(n * to_hz / from_hz),), as int16 (rounded and clipped) for int16 input,
    otherwise as float32. Raises ValueError for rates that are not positive or samples that
    are not one-dimensional.
    """
    if samples.ndim != 1:
        raise ValueError("resample needs mono samples in a one-dimensional array")
    if from_hz <= 0 or to_hz <= 0:
        raise ValueError("sample rates must be positive")
    if from_hz == to_hz or not len(samples):
        return samples.copy()
    divisor = gcd(from_hz, to_hz)
    up, down = to_hz // divisor, from_hz // divisor
    bank = _filter_bank(up, down)
    converted = _convert(samples.astype(np.float32), up, down, bank)
    if samples.dtype == np.int16:
        return np.clip(np.rint(converted), -32768, 32767).astype(np.int16)
    return converted


@lru_cache(maxsize=8)
def _filter_bank(up: int, down: int) -> npt.NDArray[np.float32]:
    """Row p holds the taps for an output that falls p/up of the way between two inputs."""
    ratio = min(1.0, up / down) * _PASS_BAND
    half = int(np.ceil(_ZERO_CROSSINGS / ratio))
    offsets = np.arange(-half + 1, half + 1)[None, :] - np.arange(up)[:, None] / up
    window = np.i0(_KAISER_BETA * np.sqrt(np.clip(1 - (offsets / half) ** 2, 0, None)))
    taps = np.sinc(ratio * offsets) * window
    taps /= taps.sum(axis=1, keepdims=True)  # every phase passes a constant unchanged
    return taps.astype(np.float32)


def _convert(
    samples: npt.NDArray[np.float32], up: int, down: int, bank: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    taps = bank.shape[1]
    padded = np.pad(samples, (taps // 2 - 1, taps // 2))
    windows = np.lib.stride_tricks.sliding_window_view(padded, taps)
    output = np.empty(-(-len(samples) * up // down), dtype=np.float32)
    for start in range(0, len(output), _BLOCK):
        positions = np.arange(start, min(start + _BLOCK, len(output)), dtype=np.int64) * down
        block = np.einsum("ij,ij->i", windows[positions // up], bank[positions % up])
        output[start : start + len(block)] = block
    return output
