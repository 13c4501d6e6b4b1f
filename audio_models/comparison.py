"""Whether a new model may take the place of another: it must serve no group of people worse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audio_models.grammar import UNKNOWN
from audio_models.measure import Result, Score, hear, score
from audio_models.recordings import SAMPLE_RATE, Recording
from audio_models.transcribe import Model

LEAST_WORDS = 20
"""A group of fewer words decides nothing: a single word can turn out either way by chance."""
_NOISY_DB = 20.0
_BLOCK = SAMPLE_RATE // 50  # samples in 20 ms


def noise_level(samples: npt.NDArray[np.int16]) -> str:
    """ "quiet" or "noisy": is the speech less than 20 dB above what lies under it?

    The loudest twentieth of the blocks of 20 ms are taken for speech, the faintest tenth for what
    lies under it; blocks of nothing but zeros do not count.
    """
    blocks = samples[: len(samples) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).astype(np.float64)
    power = (blocks**2).mean(axis=1)
    power = power[power > 0]
    if not len(power):
        return "quiet"
    under, speech = np.percentile(power, (10, 95))
    return "noisy" if 10 * np.log10(speech / under) < _NOISY_DB else "quiet"


GROUPINGS: dict[str, Callable[[Recording], str]] = {
    "language": lambda recording: recording.language,
    "speaker": lambda recording: recording.group or recording.speaker,
    "kind": lambda recording: recording.kind,
    "noise": lambda recording: noise_level(recording.samples),
}


@dataclass(frozen=True)
class Row:
    """A group, in both models; `allowed`: how many more errors are taken for chance."""

    grouping: str
    name: str
    before: Score
    after: Score
    allowed: int = 0

    @property
    def worse(self) -> bool:
        if self.before.words + self.before.outside < LEAST_WORDS:
            return False
        more = self.after.errors - self.before.errors
        return more > self.allowed or self.after.accepted > self.before.accepted

    def __str__(self) -> str:
        before, after = self.before, self.after
        text = f"{self.grouping} {self.name!r}: {after.errors} errors in {after.words} words"
        text += f" where there were {before.errors}"
        if before.outside:
            text += f", {after.accepted} false accepts where there were {before.accepted}"
        return text


def heard(folder: Path, recordings: Iterable[Recording]) -> list[Result]:
    """What a model hears, listening for each recording's grammar as a call does.

    Raises ModelError.
    """
    model = Model(folder)
    return [hear(model, recording, _grammar(recording)) for recording in recordings]


def _grammar(recording: Recording) -> tuple[str, ...] | None:
    if recording.grammar is None:
        return None
    return (*(phrase for phrase in recording.grammar if phrase != UNKNOWN), UNKNOWN)


def compare(
    before: Sequence[Result],
    after: Sequence[Result],
    groupings: dict[str, Callable[[Recording], str]] = GROUPINGS,
    allowed_share: float = 0.0,
) -> list[Row]:
    """A row for each group; more errors in up to `allowed_share` of its words are let pass."""
    rows = []
    for grouping, by in groupings.items():
        old, new = score(before, by), score(after, by)
        rows += [
            Row(grouping, name, old[name], new[name], int(allowed_share * old[name].words))
            for name in sorted(old)
        ]
    return rows


def table(rows: Iterable[Row], named: bool = True) -> str:
    """Rows as a Markdown table; speakers become numbers unless they are to be `named`."""
    lines = [
        "| group | utterances | words | errors before | errors after | false accepts |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    speakers = 0
    for row in rows:
        speakers += row.grouping == "speaker"
        hidden = row.grouping == "speaker" and not named
        before, after = row.before, row.after
        lines.append(
            f"| {row.grouping} {speakers if hidden else row.name} "
            f"| {before.utterances + before.outside} | {before.words} "
            f"| {before.errors} | {after.errors} | {before.accepted} → {after.accepted} |"
        )
    return "\n".join(lines)
