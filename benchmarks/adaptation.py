"""What adapting gains a speaker nobody learnt from: python -m benchmarks.adaptation --corpus DIR

Leaves one speaker out at a time, adapts a model to the others, and measures the one left out with
the model in use and the adapted one. The adapted models are deleted.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from audio_models import ModelError, bundled
from audio_models.comparison import Row, compare, heard
from audio_models.recordings import Recording, RecordingError, read
from audio_models.train.adapt import synthetic
from audio_models.train.learning import learn
from audio_models.transcribe import DIGITS


class _BadInput(Exception):
    """The message is a sentence."""


def main() -> None:
    arguments = _arguments()
    try:
        recordings = _recordings(arguments)
        model = arguments.model or bundled(arguments.lang)
        if model is None:
            raise _BadInput(f"There is no model for {arguments.lang!r}: name one with --model.")
        voices = synthetic(model, arguments.lang)
        for speaker in sorted({recording.speaker for recording in recordings}):
            _fold(model, recordings, voices, speaker, arguments)
    except (_BadInput, ModelError, RecordingError) as error:
        sys.exit(str(error))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what adapting gains other speakers.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder with a manifest.jsonl")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--model", type=Path, help="folder of the model to adapt (the bundled one)")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--evaluation",
        action="store_true",
        help="take recordings without consent, too: the models made are only measured and deleted",
    )
    return parser.parse_args()


def _recordings(arguments: argparse.Namespace) -> list[Recording]:
    """With the digits as grammar where they have none and say nothing else."""
    found = [r for r in read(arguments.corpus) if r.language == arguments.lang]
    allowed = [r for r in found if r.consent or arguments.evaluation]
    if len({recording.speaker for recording in allowed}) < 2:
        raise _BadInput(
            f"{arguments.corpus}: {len(allowed)} of {len(found)} recordings in {arguments.lang!r} "
            "may be used, of fewer than two speakers; a set without consent needs --evaluation."
        )
    digits = DIGITS.get(arguments.lang, ())
    return [
        replace(r, grammar=digits)
        if r.grammar is None and set(r.text.split()) <= set(digits)
        else r
        for r in allowed
    ]


def _fold(
    model: Path,
    recordings: Sequence[Recording],
    voices: Sequence[Recording],
    speaker: str,
    arguments: argparse.Namespace,
) -> None:
    others = [r for r in recordings if r.speaker != speaker and r.text]
    measured = [r for r in recordings if r.speaker == speaker]
    with tempfile.TemporaryDirectory(prefix="benefitline-adaptation-") as work:
        new = Path(work) / "model"
        learnt = learn(
            model, others, new, arguments.lang, arguments.epochs, arguments.seed, _progress
        )
        rows = compare(heard(model, measured), heard(new, measured), {"kind": lambda r: r.kind})
        rows += compare(heard(model, voices), heard(new, voices), {"synthetic": lambda r: r.kind})
    for row in rows:
        for figure in _figures(row):
            place = {"left_out": speaker, "learnt_from": learnt.recordings}
            print(json.dumps(figure | place, ensure_ascii=False), flush=True)


def _figures(row: Row) -> Iterator[dict[str, object]]:
    for name in ("word_error_rate", "exact_match"):
        after, before = getattr(row.after, name), getattr(row.before, name)
        if after is not None:
            yield {
                "name": f"adapted_{name}",
                "value": round(after, 4),
                "unit": "share",
                "baseline": round(before, 4),
                row.grouping: row.name,
            }


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
