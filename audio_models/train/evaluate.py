"""Measure a model through Vosk itself: python -m audio_models.train.evaluate --model DIR

Without --manifest, the voices that training never heard are synthesised and augmented. A manifest
is described in `audio_models.recordings`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from audio_models import recordings
from audio_models.grammar import UNKNOWN
from audio_models.graph.build import BUNDLED
from audio_models.measure import Score, hear, score
from audio_models.recordings import Recording
from audio_models.train import augment, synthesis
from audio_models.train.card import NAMED
from audio_models.train.corpus import Utterance
from audio_models.transcribe import DIGITS, Model

from_manifest = recordings.read


def on_the_line(
    utterances: Sequence[Utterance], language: str = "en", seed: int = 3
) -> list[Recording]:
    """Held-out voices with moderate noise and mu-law, as a telephone would bring them."""
    rng = np.random.default_rng(seed)
    digits = frozenset(DIGITS.get(language, ()))
    spoken = []
    for u in utterances:
        engine = u.voice.split(",")[0] if u.voice.startswith(NAMED) else "espeak-ng"
        words = u.text.replace(",", "").split()
        kind = "digits" if digits.issuperset(words) else "words"
        samples = augment.telephone(u.samples, 20.0, rng)
        spoken.append(Recording(samples, " ".join(words), language, engine, kind))
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


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a model through Vosk.")
    parser.add_argument("--model", type=Path, help="model directory (the bundled one)")
    parser.add_argument("--language", default="en")
    parser.add_argument("--manifest", type=Path, help="recordings instead of synthetic voices")
    arguments = parser.parse_args()
    if arguments.manifest:
        spoken = from_manifest(arguments.manifest)
    else:
        spoken = on_the_line(synthesis.held_out(arguments.language), arguments.language)
    print("\n".join(measure(arguments.model or BUNDLED / arguments.language, spoken)))


if __name__ == "__main__":
    main()
