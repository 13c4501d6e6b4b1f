"""`python -m benchmarks.speech --corpus DIR`: how well speech models understand recordings.

DIR/manifest.jsonl names the recordings (see `audio_models.recordings`). Prints one JSON object a
line; the models of one run hear each recording one after the other, so that other load on the
machine meets them all. Bad input ends with code 2 and a sentence.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import audio_models
from audio_models import ModelError
from audio_models.grammar import UNKNOWN, lacking, pairs
from audio_models.measure import ACCEPTED, Result, Score, hear, score
from audio_models.recordings import Recording, RecordingError, read
from audio_models.transcribe import DIGITS, Model
from benchmarks.footprint import footprint

ALL = "all"
_FIGURES = {
    "word_error_rate": "share of words",
    "exact_match": "share of utterances",
    "false_accept_rate": "share of utterances outside the grammar",
}


class _BadInput(Exception):
    """The message is a sentence for people."""


def main() -> None:
    arguments = _arguments()
    try:
        recordings = _recordings(arguments.corpus, arguments.lang)
        models = _models(arguments.model, recordings)
        results = _results(models, recordings, arguments)
    except (_BadInput, RecordingError, ModelError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    for name, model in models.items():
        for figure in _figures(results[name], arguments.threshold):
            _print(arguments.corpus, name, **figure)
        for figure, value in footprint(model.folder).items():
            unit = "s" if figure == "load_s" else "MB"
            _print(arguments.corpus, name, name=figure, value=value, unit=unit)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure speech models on recordings.")
    parser.add_argument("--corpus", type=Path, required=True, help="folder with a manifest.jsonl")
    parser.add_argument("--lang", help="only recordings in this language")
    parser.add_argument(
        "--grammar",
        choices=("digits", "none"),
        help="listen for digits, or for anything; left out, each recording's own grammar counts",
    )
    parser.add_argument("--no-unknown", action="store_true", help="leave [unk] out of grammars")
    parser.add_argument(
        "--threshold",
        type=float,
        default=ACCEPTED,
        help="confidence from which a word counts as accepted (%(default)s)",
    )
    parser.add_argument(
        "--model", type=Path, action="append", default=[], help="may be given several times"
    )
    return parser.parse_args()


def _recordings(corpus: Path, language: str | None) -> list[Recording]:
    found = [r for r in read(corpus) if language in (None, r.language)]
    if not found:
        raise _BadInput(f"{corpus}: holds no recording in the language {language!r}.")
    return found


def _models(folders: Sequence[Path], recordings: Sequence[Recording]) -> Mapping[str, Model]:
    """By the name they are printed under: those asked for, or the bundled ones of the languages."""
    languages = dict.fromkeys(recording.language for recording in recordings)
    if folders:
        if len(languages) > 1:
            spoken = ", ".join(languages)
            raise _BadInput(f"The recordings are in {spoken}; say with --lang which to measure.")
        return {str(folder): Model(folder) for folder in folders}
    models = {}
    for language in languages:
        place = audio_models.bundled(language)
        if place is None:
            _warn(f"There is no model for {language!r}: its recordings are left out.")
        else:
            models[f"bundled/{language}"] = Model(place)
    if not models:
        raise _BadInput("There is no model for any language of the recordings: give one, --model.")
    return models


def _results(
    models: Mapping[str, Model], recordings: Sequence[Recording], arguments: argparse.Namespace
) -> dict[str, list[Result]]:
    """What each model made of each recording."""
    results: dict[str, list[Result]] = {name: [] for name in models}
    missing: dict[str, dict[str, None]] = {name: {} for name in models}
    for recording in recordings:
        grammar = _grammar(recording, arguments.grammar, not arguments.no_unknown)
        for name, model in models.items():
            if not arguments.model and name != f"bundled/{recording.language}":
                continue
            results[name].append(hear(model, recording, grammar))
            missing[name].update(dict.fromkeys(lacking(grammar or (), model.vocabulary)))
    for name, words in missing.items():
        words.pop(UNKNOWN, None)
        if words:
            _warn(f"{name}: the model lacks these words of grammars: {', '.join(words)}.")
    return results


def _grammar(
    recording: Recording, wanted: str | None, with_unknown: bool
) -> tuple[str, ...] | None:
    """The phrases to listen for, with [unk] at the end as in a call; None for anything."""
    if wanted == "digits":
        if recording.language not in DIGITS:
            raise _BadInput(f"The digits of the language {recording.language!r} are not known.")
        digits = DIGITS[recording.language]
        phrases = (*digits, *pairs(digits))  # strings of them, as a call listens for them
    elif wanted == "none" or recording.grammar is None:
        return None
    else:
        phrases = tuple(phrase for phrase in recording.grammar if phrase != UNKNOWN)
    return (*phrases, UNKNOWN) if with_unknown else phrases


def _figures(results: Sequence[Result], threshold: float) -> Iterator[dict[str, object]]:
    """Every figure by kind and speaker, and for all of them."""
    for (kind, speaker), entry in _grouped(results, threshold).items():
        for name, unit in _FIGURES.items():
            value = getattr(entry, name)
            if value is not None:
                yield {"name": name, "value": value, "unit": unit, "kind": kind, "speaker": speaker}
        if (kind, speaker) == (ALL, ALL):
            unit = "s of one core for a second of audio"
            yield {"name": "real_time_factor", "value": entry.real_time_factor, "unit": unit}


def _grouped(results: Sequence[Result], threshold: float) -> dict[tuple[str, str], Score]:
    groups: dict[tuple[str, str], Score] = {}
    groups |= score(results, lambda r: (r.kind, r.speaker), threshold)
    groups |= score(results, lambda r: (r.kind, ALL), threshold)
    groups |= score(results, lambda r: (ALL, r.speaker), threshold)
    return groups | score(results, lambda _: (ALL, ALL), threshold)


def _print(
    corpus: Path,
    model: str,
    *,
    name: str,
    value: float,
    unit: str,
    kind: str = ALL,
    speaker: str = ALL,
) -> None:
    place = {"model": model, "corpus": str(corpus), "kind": kind, "speaker": speaker}
    line = {"name": name, "value": round(value, 4), "unit": unit, **place}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def _warn(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    main()
