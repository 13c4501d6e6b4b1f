"""Make a model from nothing: python -m audio_models.train --language en --out DIR

Every stage leaves its result in the work directory and is skipped when that exists, so a run
that was stopped goes on where it was. Asking for more passes continues a finished run.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from audio_models import check, layout, recordings
from audio_models.graph import build, phones
from audio_models.train import card, corpus, evaluate, export, loop, memory, synthesis
from audio_models.train.corpus import Utterance
from audio_models.train.network import affine_layers

_STARTED = time.monotonic()


def _report(line: str) -> None:
    print(f"{time.monotonic() - _STARTED:6.0f} s  {line}", flush=True)


def _corpora(arguments: argparse.Namespace) -> tuple[list[Utterance], list[Utterance]]:
    """The training and held-out utterances, synthesised on the first run."""
    language, work = arguments.language, arguments.work
    training = synthesis.training(
        language, arguments.scale, arguments.seed, work / "corpus", arguments.workers + 1, _report
    )
    kept = work / "held-out.npz"
    if not kept.exists():
        corpus.save(kept, synthesis.held_out(language))
    return training, corpus.load(kept)


def _phones(language: str, utterances: list[Utterance]) -> tuple[str, ...]:
    """The language's own set, or whatever espeak-ng used for one that has none."""
    if language in phones.OF_LANGUAGE:
        return (phones.SILENCE, *phones.OF_LANGUAGE[language])
    heard = {phone for u in utterances for phone in u.phones}
    return (phones.SILENCE, *sorted(heard - {phones.SILENCE}))


def _by_engine(utterances: list[Utterance]) -> dict[str, list[Utterance]]:
    engines: dict[str, list[Utterance]] = {}
    for utterance in utterances:
        engines.setdefault(utterance.engine, []).append(utterance)
    return engines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train a small Vosk model from synthetic speech.")
    parser.add_argument("--language", default="en")
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--work", type=Path, help="corpus and checkpoints (a temporary folder)")
    parser.add_argument("--passes", type=int, default=12)
    parser.add_argument("--width", type=int, default=448, help="outputs of each hidden layer")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the corpus")
    parser.add_argument("--workers", type=int, default=1, help="processes that augment meanwhile")
    parser.add_argument(
        "--start", type=Path, help="model to start from (the English one, for other languages)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=Path, help="folder of recordings to measure with")
    arguments = parser.parse_args()
    default = Path(tempfile.gettempdir()) / f"benefitline-train-{arguments.language}"
    arguments.work = arguments.work or default
    if arguments.start is None and arguments.language != "en":
        arguments.start = layout.bundled("en")
    return arguments


def main() -> None:
    memory.keep()
    arguments = _arguments()
    arguments.work.mkdir(parents=True, exist_ok=True)
    training, held_out = _corpora(arguments)
    _report(f"corpus of {len(training)} utterances, {corpus.seconds(training) / 3600:.1f} h")
    plan = loop.Plan(
        _phones(arguments.language, training),
        arguments.width,
        arguments.passes,
        arguments.seed,
        arguments.workers,
        start=str(arguments.start or ""),
        coarse=synthesis.COARSE,
    )
    known = [u for u in held_out if set(u.phones) <= set(plan.phones)]
    model = loop.train(plan, training, _by_engine(known), arguments.work / "checkpoint.pt", _report)
    export.write(arguments.out, model)
    _report(f"{build.write(arguments.out, arguments.language)} words in the graph")
    check(arguments.out)
    synthetic = evaluate.measure(arguments.out, evaluate.on_the_line(held_out, arguments.language))
    people = (
        evaluate.measure(arguments.out, recordings.read(arguments.people))
        if arguments.people
        else []
    )
    print("\n".join([*synthetic, *people]), flush=True)
    weights = [layer.weight for layer in affine_layers(model.state)]
    card.write(arguments.out, arguments.language, training, weights, plan.passes, synthetic, people)
    _report(f"model and card written to {arguments.out}")


if __name__ == "__main__":
    main()
