"""Measure a model through Vosk itself, for its card."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from audio_models.grammar import UNKNOWN
from audio_models.measure import Score, hear, score
from audio_models.recordings import Recording
from audio_models.train import augment
from audio_models.train.corpus import Utterance
from audio_models.transcribe import DIGITS, Model


def on_the_line(
    utterances: Sequence[Utterance], language: str = "en", seed: int = 3
) -> list[Recording]:
    """Held-out voices with moderate noise and mu-law, as a telephone would bring them."""
    rng = np.random.default_rng(seed)
    digits = frozenset(DIGITS.get(language, ()))
    spoken = []
    for u in utterances:
        words = u.text.replace(",", "").split()
        kind = "digits" if digits.issuperset(words) else "words"
        samples = augment.telephone(u.samples, 20.0, rng)
        spoken.append(Recording(samples, " ".join(words), language, u.engine, kind))
    return spoken


def _table(
    title: str, model: Model, spoken: Sequence[Recording], grammar: Sequence[str] | None
) -> tuple[list[str], Score]:
    """Scores by group as lines to print, and of all together."""
    results = [hear(model, recording, grammar) for recording in spoken]
    groups = score(results, lambda recording: f"{recording.kind}, {recording.speaker}")
    lines = [f"  {group:32} {entry}" for group, entry in sorted(groups.items())]
    return [title, *lines], score(results, lambda _: "").get("", Score())


def measure(folder: Path, spoken: Sequence[Recording]) -> list[str]:
    """Load time, accuracy and speed of the model in `folder`, as lines to print.

    Texts with words that the model does not have are left out.
    """
    started = time.perf_counter()
    model = Model(folder)
    lines = [f"loaded in {time.perf_counter() - started:.3f} s"]
    names = list(dict.fromkeys(name for s in spoken for name in DIGITS.get(s.language, ())))
    digits = [s for s in spoken if set(s.text.split()) <= set(names)]
    rest = [s for s in spoken if s not in digits and model.vocabulary.issuperset(s.text.split())]
    table, total = _table("digits, grammar of the digits", model, digits, names)
    lines += table
    lines += _table("digits, grammar of the digits and [unk]", model, digits, [*names, UNKNOWN])[0]
    if rest:
        phrases = [*{s.text for s in rest}, UNKNOWN]
        lines += _table("phrases, grammar of all of them and [unk]", model, rest, phrases)[0]
        lines += _table("phrases, no grammar", model, rest, None)[0]
    return [*lines, f"real-time factor {total.real_time_factor or 0:.4f} on one core (digits)"]
