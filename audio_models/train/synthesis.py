"""The training corpus: every synthesiser that is installed, in as many voices as it has."""

from __future__ import annotations

import random
from collections.abc import Callable

from audio_models import espeak
from audio_models.graph import texts
from audio_models.graph.phones import from_espeak
from audio_models.resample import resample
from audio_models.train import festival, flite
from audio_models.train.corpus import SAMPLE_RATE, Utterance, from_segments, seconds

ESPEAK_VOICES = {
    "en": (
        *("en-us",) * 5,
        *("en",) * 3,
        *("en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd"),
        *("en-029", "en-us-nyc"),
    ),
    "es": ("es", "es-419"),
    "zh": ("cmn",),
}
_VARIANTS = """
f1 f2 f3 m1 m2 m3 m4 m5 m7 m8 klatt klatt2 klatt3 klatt4 Alex Alicia Andrea Andy Annie
AnxiousAndy Denis Gene Gene2 Hugo Jacky Lee Mario Michael Mike Nguyen Storm Tweaky adam anika
antonio aunty belinda benjamin boris caleb david ed edward edward2 grandma grandpa gustave iven
iven2 john kaukovalta linda marcelo marco max michel miguel norbert pablo paul pedro quincy rob
sandro shelby steph3 travis victor zac
"""
VARIANTS = _VARIANTS.split()
HELD_OUT_VARIANTS = ["f4", "f5", "m6", "steph", "steph2", "robert"]

Report = Callable[[str], None]


def voices(language: str) -> tuple[str, ...]:
    return ESPEAK_VOICES.get(language, (language,))


def espeak_utterance(
    text: str, voice: str, rate: int = 160, pitch: int = 50, pitch_range: int = 50
) -> Utterance | None:
    """None when espeak-ng uses a phone without an equivalent."""
    speech = espeak.synthesise(text, voice, rate, pitch, pitch_range)
    samples = resample(speech.samples, speech.sample_rate, SAMPLE_RATE)
    segments = [(from_espeak(p.name, voice), p.start_s, p.end_s) for p in speech.phones]
    return from_segments(text, voice, samples, segments)


def _espeak_sample(language: str, variants: list[str], rng: random.Random) -> Utterance | None:
    voice = f"{rng.choice(voices(language))}+{rng.choice(variants)}"
    return espeak_utterance(
        texts.sample(language, rng),
        voice,
        rng.randint(95, 215),
        rng.randint(15, 90),
        rng.randint(15, 90),
    )


def _collect(count: int, make: Callable[[], Utterance | None]) -> list[Utterance]:
    """`count` attempts; the rare failures are left out."""
    return [u for _ in range(count) if (u := make())]


def training(language: str, scale: float, seed: int, report: Report) -> list[Utterance]:
    """About 6 hours of speech for English at a scale of 1, less where a synthesiser is missing."""
    rng = random.Random(seed)
    corpus = _collect(int(6500 * scale), lambda: _espeak_sample(language, VARIANTS, rng))
    report(f"espeak-ng: {len(corpus)} utterances, {seconds(corpus) / 3600:.1f} h")
    if language != "en":
        return corpus
    for voice in festival.VOICES:
        if not festival.available(voice):
            report(f"festival voice {voice} is not installed: going on without it")
            continue
        spoken = [texts.sample(language, rng) for _ in range(int(1100 * scale))]
        utterances = festival.sample(spoken, voice, rng)
        report(f"festival {voice}: {seconds(utterances) / 3600:.1f} h")
        corpus += utterances
    if flite.available():
        utterances = _collect(
            int(3600 * scale), lambda: flite.sample(texts.sample(language, rng), rng)
        )
        report(f"flite: {len(utterances)} utterances, {seconds(utterances) / 3600:.1f} h")
        corpus += utterances
    else:
        report("flite is not installed: going on without it")
    return corpus


def held_out(language: str, seed: int = 2) -> list[Utterance]:
    """Voices that training never hears: a few espeak-ng variants and one recorded speaker."""
    rng = random.Random(seed)
    corpus = _collect(150, lambda: _espeak_sample(language, HELD_OUT_VARIANTS, rng))
    if language == "en" and festival.available(festival.HELD_OUT):
        spoken = [texts.sample(language, rng) for _ in range(200)]
        corpus += festival.sample(spoken, festival.HELD_OUT, rng)
    return corpus
