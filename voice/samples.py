"""Prompts to listen to outside a call, in the voice that callers hear."""

from __future__ import annotations

from collections.abc import Iterable

from flows.outcome import Prompt
from voice import mulaw
from voice.prompts import Prompts
from voice.waves import write_wave


def sample(prompts: Prompts, said: Iterable[Prompt], pace: str = "normal") -> bytes:
    """The prompts one after another, as a WAV file (16-bit, 8000 Hz)."""
    pieces = (piece for prompt in said for piece in prompts.pieces(prompt))
    return write_wave(mulaw.decode(b"".join(prompts.audio(piece, pace) for piece in pieces)))
