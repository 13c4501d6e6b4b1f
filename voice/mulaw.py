"""The telephone's 8-bit samples, under the name that calls know them by."""

from audio_models.mulaw import RATE, SILENCE, decode, encode

__all__ = ["RATE", "SILENCE", "decode", "encode"]
