"""Recordings as the provider hands them out."""

from __future__ import annotations

import io
import wave


def as_wave(samples: bytes) -> bytes:
    """A WAV file of 16-bit little-endian mono PCM at 8 kHz."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(samples)
    return buffer.getvalue()
