"""WAV files of speech: recorded prompts, and what callers said on the fallback path."""

from __future__ import annotations

import io
import struct
import wave

import numpy as np
import numpy.typing as npt

from audio_models.resample import resample
from voice import mulaw

_PCM, _MULAW = 1, 7  # format tags of the file


def read_wave(data: bytes) -> npt.NDArray[np.int16]:
    """Samples at 8000 Hz of a mono file with 16-bit PCM (any rate) or mu-law (8000 Hz).

    Raises ValueError for anything else.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("not a WAV file")
    tag, channels, rate, samples = _chunks(data)
    if channels != 1:
        raise ValueError("more than one channel")
    if tag == _MULAW and rate == mulaw.RATE:
        return mulaw.decode(samples)
    if tag != _PCM or not 4000 <= rate <= 192_000:
        raise ValueError("not 16-bit PCM or mu-law")
    pcm = np.frombuffer(samples[: len(samples) // 2 * 2], dtype="<i2").astype(np.int16)
    return resample(pcm, rate, mulaw.RATE)


def _chunks(data: bytes) -> tuple[int, int, int, bytes]:
    """Format tag, channels, rate in Hz and the bytes of the samples.

    The standard library's reader knows PCM only and refuses a data chunk that was cut short.
    """
    place, form = 12, None
    while place + 8 <= len(data):
        name, size = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        body = data[place + 8 : place + 8 + size]
        if name == b"fmt " and len(body) >= 16:
            tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
            if bits != (8 if tag == _MULAW else 16):
                raise ValueError("not 16-bit PCM or mu-law")
            form = tag, channels, rate
        elif name == b"data":
            if form is None:
                raise ValueError("no format before the samples")
            return (*form, body)
        place += 8 + size + size % 2
    raise ValueError("no samples")


def write_wave(samples: npt.NDArray[np.int16]) -> bytes:
    """The samples as a mono 16-bit PCM file at 8000 Hz."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(mulaw.RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return buffer.getvalue()
