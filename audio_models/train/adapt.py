"""Learn from real calls: adapt the model in use, and let the result replace it only if it may."""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from audio_models.checking import check
from audio_models.comparison import LEAST_WORDS, Row, compare, heard, table
from audio_models.measure import tokens
from audio_models.recordings import Recording
from audio_models.symbols import vocabulary
from audio_models.train import card, evaluate, synthesis
from audio_models.train.learning import Learnt, learn
from audio_models.train.loop import Report
from audio_models.train.voices import espeak_ng
from audio_models.transcribe import DIGITS

_HELD_BACK = 0.25  # of the recordings
_SPEAKERS = 4  # from so many on, speakers are held back as a whole
_LEAST_RECORDINGS = 20
_SYNTHETIC = 80  # utterances
_SYNTHETIC_CHANCE = 0.02  # of their words

NO_CONSENT = "no consent"
OTHER_LANGUAGE = "another language"
NOTHING_SAID = "nothing is said"


class AdaptationError(Exception):
    """There is too little to adapt with; the message is a sentence for people."""


@dataclass(frozen=True)
class Outcome:
    """`model` is the folder of the new model, or None if it was refused for `reasons`."""

    model: Path | None
    reasons: tuple[str, ...]
    learnt: Learnt
    rows: tuple[Row, ...]

    @property
    def accepted(self) -> bool:
        return self.model is not None


def usable(recordings: Sequence[Recording], language: str) -> tuple[list[Recording], Counter[str]]:
    """What may be used: with consent, in the language. What may not is counted by reason."""
    left_out: Counter[str] = Counter()
    kept = []
    for recording in recordings:
        if not recording.consent:
            left_out[NO_CONSENT] += 1
        elif recording.language != language:
            left_out[OTHER_LANGUAGE] += 1
        else:
            kept.append(recording)
    return kept, left_out


def split(recordings: Sequence[Recording], seed: int) -> tuple[list[Recording], list[Recording]]:
    """What to learn from, and about a quarter to compare with; the same for the same seed.

    With four speakers or more no speaker is in both, else each recording goes its own way.
    """
    speakers = len({recording.speaker for recording in recordings})
    parts: dict[bytes, list[Recording]] = {}
    for recording in recordings:
        parts.setdefault(_drawn(recording, seed, speakers >= _SPEAKERS), []).append(recording)
    held_back: list[Recording] = []
    learning: list[Recording] = []
    for _, part in sorted(parts.items()):
        enough = len(held_back) >= _HELD_BACK * len(recordings)
        (learning if enough else held_back).extend(part)
    return learning, held_back


def _drawn(recording: Recording, seed: int, by_speaker: bool) -> bytes:
    own = b"" if by_speaker else recording.text.encode() + recording.samples.tobytes()
    return hashlib.sha256(f"{seed} {recording.speaker} ".encode() + own).digest()


def adapt(
    model: Path,
    recordings: Sequence[Recording],
    out: Path,
    language: str,
    epochs: int = 6,
    seed: int = 1,
    report: Report = lambda line: None,
) -> Outcome:
    """Adapt `model` to recordings and write the result to `out`, unless it serves a group worse.

    Only recordings with consent are used. `out` must not exist. Raises AdaptationError, and
    ModelError for a model that cannot be adapted.
    """
    if out.exists():
        raise AdaptationError(f"{out} exists already.")
    kept, left_out = usable(recordings, language)
    learning, held_back = split(kept, seed)
    _check_enough(language, left_out, learning, held_back)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".adapting-", dir=out.parent) as work:
        new = Path(work) / "model"
        spoken = [recording for recording in learning if tokens(recording.text)]
        left_out[NOTHING_SAID] += len(learning) - len(spoken)
        learnt = learn(model, spoken, new, language, epochs, seed, report)
        learnt = replace(learnt, left_out=left_out + learnt.left_out)
        check(new)
        rows = comparison(model, new, held_back, language)
        reasons = _reasons(rows)
        if not reasons:
            card.amend(new, _section(learnt, rows))
            shutil.move(new, out)
    return Outcome(None if reasons else out, reasons, learnt, tuple(rows))


def _check_enough(
    language: str,
    left_out: Counter[str],
    learning: Sequence[Recording],
    held_back: Sequence[Recording],
) -> None:
    if len(learning) + len(held_back) < _LEAST_RECORDINGS or not learning:
        reasons = "".join(f", {count} left out: {reason}" for reason, count in left_out.items())
        raise AdaptationError(
            f"{len(learning) + len(held_back)} recordings in {language!r} can be used; "
            f"at least {_LEAST_RECORDINGS}, of more than one speaker or text, are needed{reasons}."
        )
    words = sum(len(tokens(recording.text)) for recording in held_back)
    if words < LEAST_WORDS:
        raise AdaptationError(
            f"The {len(held_back)} recordings held back to compare with hold {words} words; "
            f"at least {LEAST_WORDS} are needed."
        )


def comparison(model: Path, new: Path, held_back: Sequence[Recording], language: str) -> list[Row]:
    """Both models on the people held back, by group, and on synthetic voices saying other words."""
    rows = compare(heard(model, held_back), heard(new, held_back))
    others = synthetic(model, language)
    return rows + compare(
        heard(model, others),
        heard(new, others),
        {"synthetic": lambda recording: "voices"},
        _SYNTHETIC_CHANCE,
    )


def synthetic(model: Path, language: str, seed: int = 2) -> list[Recording]:
    """Voices kept out of training, on the telephone, with all that they say listened for.

    They say words of the model only.
    """
    rng, spread = random.Random(seed), np.random.default_rng(seed)
    voices = synthesis.voices(language)
    lines = [(synthesis.line(language, rng), rng.choice(voices)) for _ in range(_SYNTHETIC)]
    spoken = [u for line in lines if (u := espeak_ng.speak(*line, spread, held_out=True))]
    words = vocabulary(model)
    said = [r for r in evaluate.on_the_line(spoken, language) if words.issuperset(r.text.split())]
    phrases = tuple(dict.fromkeys(r.text for r in said if r.kind != "digits"))
    digits = DIGITS.get(language, ())
    return [replace(r, grammar=digits if r.kind == "digits" else phrases) for r in said]


def _reasons(rows: Sequence[Row]) -> tuple[str, ...]:
    worse = tuple(f"{row} (worse)" for row in rows if row.worse)
    overall = next(row for row in rows if row.grouping == "language")
    if not worse and overall.after.errors >= overall.before.errors:
        return (f"{overall} (no better)",)
    return worse


def _section(learnt: Learnt, rows: Sequence[Row]) -> str:
    return f"""\
## Adapted to recordings of people
This model went on learning from {learnt.recordings} recordings of {learnt.speakers} speakers
({learnt.hours:.2f} hours), who consented to it, beside synthesised speech. What is said below of
how it was made is true of the model that it began as. On recordings held back from learning:

{table(rows, named=False)}
"""
