"""Utterances from espeak-ng: no recorded voice, but any language in a hundred variants."""

from __future__ import annotations

import numpy as np

from audio_models import espeak
from audio_models.graph.phones import from_espeak
from audio_models.resample import resample
from audio_models.train.corpus import SAMPLE_RATE, Utterance, from_segments

_VARIANTS = """
f1 f2 f3 m1 m2 m3 m4 m5 m7 m8 klatt klatt2 klatt3 klatt4 Alex Alicia Andrea Andy Annie
AnxiousAndy Denis Gene Gene2 Hugo Jacky Lee Mario Michael Mike Nguyen Storm Tweaky adam anika
antonio aunty belinda benjamin boris caleb david ed edward edward2 grandma grandpa gustave iven
iven2 john kaukovalta linda marcelo marco max michel miguel norbert pablo paul pedro quincy rob
sandro shelby steph3 travis victor zac
"""
VARIANTS = _VARIANTS.split()
_DEADLY_IN_SPANISH = "rob"
HELD_OUT_VARIANTS = ["f4", "f5", "m6", "steph", "steph2", "robert"]


def available() -> bool:
    return True


def speak(
    text: str, espeak_voice: str, rng: np.random.Generator, held_out: bool = False
) -> Utterance | None:
    """The text in any variant of the voice; None when it uses a phone without an equivalent."""
    variants = HELD_OUT_VARIANTS if held_out else _speaking(espeak_voice)
    return utterance(
        text,
        f"{espeak_voice}+{variants[int(rng.integers(len(variants)))]}",
        int(rng.integers(95, 216)),
        int(rng.integers(15, 91)),
        int(rng.integers(15, 91)),
    )


def _speaking(espeak_voice: str) -> list[str]:
    """Without the variant that makes espeak-ng end the process, at some pitches, in Spanish."""
    return [v for v in VARIANTS if v != _DEADLY_IN_SPANISH or not espeak_voice.startswith("es")]


def utterance(
    text: str, voice: str, rate: int = 160, pitch: int = 50, pitch_range: int = 50
) -> Utterance | None:
    """None when espeak-ng uses a phone without an equivalent."""
    speech = espeak.synthesise(text, voice, rate, pitch, pitch_range)
    samples = resample(speech.samples, speech.sample_rate, SAMPLE_RATE)
    segments = [(from_espeak(p.name, voice), p.start_s, p.end_s) for p in speech.phones]
    return from_segments(text, voice, samples, segments)
