"""G.711 mu-law, the telephone's 8-bit samples, as two look-up tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 8000
"""Samples a second, and so bytes a second of mu-law audio."""
SILENCE = 0xFF
"""The code of the sample 0."""

_BIAS = 33  # G.711 adds it to 14-bit magnitudes, so that every segment starts at a power of two
_CLIP = 8158  # the largest 14-bit magnitude that has a code of its own


def _decoding_table() -> npt.NDArray[np.int16]:
    code = ~np.arange(256, dtype=np.uint8)  # codes are sent inverted
    segment = (code >> 4 & 7).astype(np.int32)
    magnitude = ((((code & 15).astype(np.int32) << 1) + _BIAS) << segment) - _BIAS
    return (np.where(code & 0x80, -magnitude, magnitude) << 2).astype(np.int16)


def _encoding_table() -> npt.NDArray[np.uint8]:
    """Indexed by the sample as an unsigned 16-bit number."""
    samples = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32) >> 2
    biased = np.minimum(np.abs(samples), _CLIP) + _BIAS
    segment = np.floor(np.log2(biased)).astype(np.int32) - 5
    code = segment << 4 | (biased >> segment + 1 & 15)
    return (~(code | np.where(samples < 0, 0x80, 0))).astype(np.uint8)


_DECODED = _decoding_table()
_ENCODED = _encoding_table()


def encode(samples: npt.NDArray[np.int16]) -> bytes:
    """16-bit samples, shape (n,), as n bytes of mu-law."""
    return _ENCODED[samples.astype(np.int16, copy=False).view(np.uint16)].tobytes()


def decode(mulaw: bytes) -> npt.NDArray[np.int16]:
    """n bytes of mu-law as 16-bit samples, shape (n,)."""
    return _DECODED[np.frombuffer(mulaw, dtype=np.uint8)]
