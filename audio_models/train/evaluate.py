"""Measure a model through Vosk itself: python -m audio_models.train.evaluate --model DIR

Without --manifest, the voices that training never heard are synthesised and augmented. A manifest
is a file of JSON lines with `audio` (a WAV file beside it), `text`, `speaker` and `kind`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import vosk

from audio_models import vocabulary
from audio_models.graph.build import BUNDLED
from audio_models.graph.decoding_graph import UNKNOWN
from audio_models.train import augment, synthesis
from audio_models.train.corpus import SAMPLE_RATE, Utterance
from audio_models.train.voices.flite import read_wave

DIGITS = ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_BLOCK = 1600  # samples handed over at once, 200 ms


@dataclass(frozen=True, eq=False)
class Spoken:
    """Telephone-rate int16 audio, the words in it, and the group to report it under."""

    samples: npt.NDArray[np.int16]
    text: str
    group: str


@dataclass
class Score:
    utterances: int = 0
    exact: int = 0
    words: int = 0
    errors: int = 0

    def __str__(self) -> str:
        exact = self.exact / max(1, self.utterances)
        errors = self.errors / max(1, self.words)
        return f"{exact:6.1%} of {self.utterances} exact, {errors:6.1%} of {self.words} words wrong"


def edits(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest insertions, deletions and substitutions that turn one into the other."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            best = min(diagonal + (word != other), row[j] + 1, row[j - 1] + 1)
            diagonal, row[j] = row[j], best
    return row[-1]


def transcribe(
    model: vosk.Model, samples: npt.NDArray[np.int16], grammar: Sequence[str] | None = None
) -> str:
    """What the model hears in the audio, in the blocks in which a call delivers it."""
    arguments = [] if grammar is None else [json.dumps(list(grammar))]
    recogniser = vosk.KaldiRecognizer(model, SAMPLE_RATE, *arguments)
    heard = []
    for start in range(0, len(samples), _BLOCK):
        if recogniser.AcceptWaveform(samples[start : start + _BLOCK].tobytes()):
            heard.append(json.loads(recogniser.Result())["text"])
    heard.append(json.loads(recogniser.FinalResult())["text"])
    return " ".join(text for text in heard if text)


def score(
    model: vosk.Model, spoken: Sequence[Spoken], grammar: Sequence[str] | None = None
) -> dict[str, Score]:
    """Scores by group. With digits as the grammar, "oh" and "zero" are the same word."""
    scores: dict[str, Score] = defaultdict(Score)
    for item in spoken:
        heard = transcribe(model, item.samples, grammar).split()
        wanted = item.text.split()
        if grammar is not None and set(DIGITS) <= set(grammar):
            heard = ["zero" if word == "oh" else word for word in heard]
            wanted = ["zero" if word == "oh" else word for word in wanted]
        entry = scores[item.group]
        entry.utterances += 1
        entry.exact += wanted == heard
        entry.words += len(wanted)
        entry.errors += edits(wanted, heard)
    return dict(sorted(scores.items()))


def from_manifest(path: Path) -> list[Spoken]:
    items = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Spoken(read_wave(path.parent / i["audio"]), i["text"], f"{i['kind']}, {i['speaker']}")
        for i in items
    ]


def on_the_line(utterances: Sequence[Utterance], seed: int = 3) -> list[Spoken]:
    """Held-out voices with moderate noise and mu-law, as a telephone would bring them."""
    rng = np.random.default_rng(seed)
    spoken = []
    for u in utterances:
        engine = "recorded voice" if u.voice.startswith("festival") else "espeak-ng voices"
        words = u.text.replace(",", "").split()
        kind = "digits" if set(words) <= set(DIGITS) else "words"
        samples = augment.telephone(u.samples, 20.0, rng)
        spoken.append(Spoken(samples, " ".join(words), f"{kind}, {engine}"))
    return spoken


def _table(title: str, scores: dict[str, Score]) -> list[str]:
    return [title, *(f"  {group:32} {entry}" for group, entry in scores.items())]


def measure(folder: Path, spoken: Sequence[Spoken]) -> list[str]:
    """Load time, accuracy and speed of the model in `folder`, as lines to print.

    Texts with words that the model does not have are left out.
    """
    vosk.SetLogLevel(-1)
    started = time.perf_counter()
    model = vosk.Model(str(folder))
    lines = [f"loaded in {time.perf_counter() - started:.3f} s"]
    words = vocabulary(folder)
    digits = [s for s in spoken if set(s.text.split()) <= set(DIGITS)]
    rest = [s for s in spoken if s not in digits and words.issuperset(s.text.split())]
    started = time.process_time()
    lines += _table("digits, grammar of the digits", score(model, digits, DIGITS))
    used = time.process_time() - started
    lines += _table(
        "digits, grammar of the digits and [unk]", score(model, digits, [*DIGITS, UNKNOWN])
    )
    if rest:
        phrases = [*{s.text for s in rest}, UNKNOWN]
        lines += _table("phrases, grammar of all of them and [unk]", score(model, rest, phrases))
        lines += _table("phrases, no grammar", score(model, rest))
    length = sum(len(s.samples) for s in digits) / SAMPLE_RATE
    return [*lines, f"real-time factor {used / max(length, 1e-9):.4f} on one core (digits)"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a model through Vosk.")
    parser.add_argument("--model", type=Path, help="model directory (the bundled one)")
    parser.add_argument("--language", default="en")
    parser.add_argument("--manifest", type=Path, help="recordings instead of synthetic voices")
    arguments = parser.parse_args()
    if arguments.manifest:
        spoken = from_manifest(arguments.manifest)
    else:
        spoken = on_the_line(synthesis.held_out(arguments.language))
    print("\n".join(measure(arguments.model or BUNDLED / arguments.language, spoken)))


if __name__ == "__main__":
    main()
