"""Labelled utterances: telephone-rate audio with the time at which each phone ends."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 8000
_NAMED = ("festival ", "flite ", "piper ", "kokoro", "hibari")  # beside espeak-ng's voices


@dataclass(frozen=True)
class Utterance:
    """`samples`: int16 at 8 kHz. `phones[i]` lasts from `ends[i - 1]` (or 0) to `ends[i]`, in s."""

    text: str
    voice: str
    samples: npt.NDArray[np.int16]
    phones: tuple[str, ...]
    ends: npt.NDArray[np.float64]

    @property
    def engine(self) -> str:
        """The synthesiser, and the voice where it has few."""
        return self.voice.split(",")[0] if self.voice.startswith(_NAMED) else "espeak-ng"


def from_segments(
    text: str,
    voice: str,
    samples: npt.NDArray[np.int16],
    segments: Iterable[tuple[tuple[str, ...] | None, float, float]],
) -> Utterance | None:
    """An utterance from (phones, start, end) segments; None if a segment has no known phone.

    A segment of several phones is divided evenly between them.
    """
    phones: list[str] = []
    ends: list[float] = []
    for names, start, end in segments:
        if names is None:
            return None
        if end <= start:
            continue
        phones += names
        ends += [start + (end - start) * (i + 1) / len(names) for i in range(len(names))]
    if not phones:
        return None
    return Utterance(text, voice, samples, tuple(phones), np.array(ends))


def seconds(utterances: Sequence[Utterance]) -> float:
    return sum(len(u.samples) for u in utterances) / SAMPLE_RATE


def save(path: Path, utterances: Sequence[Utterance]) -> None:
    """Write all utterances to one .npz file (several hours of speech take some 200 MB)."""
    index = [
        {"text": u.text, "voice": u.voice, "phones": " ".join(u.phones), "samples": len(u.samples)}
        for u in utterances
    ]
    arrays: dict[str, Any] = {
        "samples": np.concatenate([u.samples for u in utterances]),
        "ends": np.concatenate([u.ends for u in utterances]),
        "index": np.frombuffer(json.dumps(index).encode(), dtype=np.uint8),
    }
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, **arrays)
    partial.rename(path)


def load(path: Path) -> list[Utterance]:
    with np.load(path) as archive:
        samples, ends = archive["samples"], archive["ends"]
        index = json.loads(archive["index"].tobytes())
    utterances = []
    sample = end = 0
    for entry in index:
        phones = tuple(entry["phones"].split())
        utterances.append(
            Utterance(
                entry["text"],
                entry["voice"],
                samples[sample : sample + entry["samples"]],
                phones,
                ends[end : end + len(phones)],
            )
        )
        sample += entry["samples"]
        end += len(phones)
    return utterances
