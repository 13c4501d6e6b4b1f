"""Recordings with what is said in them: a folder with a `manifest.jsonl` and WAV files.

Each line of the manifest is a JSON object with `audio` (a file in the folder, mono, 16-bit, 8 kHz),
`text` (empty where nothing should be understood), `lang`, `speaker` and `kind` (what the figures
are reported by: "digits", "noisy street"). It may have `grammar`, the phrases that were listened
for, `threshold`, the confidence from which a word counts as accepted, `group`, what the speaker has
in common with others ("over 70"), and `consent`, true where the speaker agreed to be learnt from.
"""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 8000
MANIFEST = "manifest.jsonl"
_FIELDS = ("audio", "text", "lang", "speaker", "kind")


class RecordingError(Exception):
    """A folder of recordings that cannot be used; the message names the file, and its line."""


@dataclass(frozen=True, eq=False)
class Recording:
    """`samples`: int16, shape (n,), mono, at 8 kHz."""

    samples: npt.NDArray[np.int16]
    text: str
    language: str
    speaker: str
    kind: str
    grammar: tuple[str, ...] | None = None
    """The phrases listened for; None where the recording does not say."""
    threshold: float | None = None
    """The confidence, 0 to 1, from which a word counts as accepted."""
    path: Path | None = None
    group: str | None = None
    """What the speaker has in common with others, such as an age or an accent."""
    consent: bool = False
    """Did the speaker agree that models are adapted with this?"""

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


def read(place: Path) -> list[Recording]:
    """Every recording of a folder, or of a manifest by its own name.

    Raises RecordingError naming the file, and the line, at fault.
    """
    manifest = place if place.is_file() else place / MANIFEST
    try:
        lines = manifest.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise RecordingError(f"{manifest}: is missing.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise RecordingError(f"{manifest}: cannot be read as UTF-8 text.") from error
    rows = [
        _recording(manifest, number, line) for number, line in enumerate(lines, 1) if line.strip()
    ]
    if not rows:
        raise RecordingError(f"{manifest}: holds no recording.")
    return rows


def write(folder: Path, recordings: Iterable[Recording]) -> int:
    """Write recordings and their manifest into a folder, which is made; how many there were.

    The audio files get numbers for names.
    """
    (folder / "audio").mkdir(parents=True, exist_ok=True)
    rows = []
    for number, recording in enumerate(recordings):
        name = f"audio/{number:05d}.wav"
        write_wave(folder / name, recording.samples)
        rows.append(json.dumps(_row(recording, name), ensure_ascii=False))
    (folder / MANIFEST).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return len(rows)


def write_wave(path: Path, samples: npt.NDArray[np.int16]) -> None:
    """Mono 16-bit samples at 8 kHz as a WAV file."""
    path.write_bytes(wave_bytes(samples))


def wave_bytes(samples: npt.NDArray[np.int16]) -> bytes:
    """The content of such a file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return buffer.getvalue()


def _row(recording: Recording, audio: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "audio": audio,
        "text": recording.text,
        "lang": recording.language,
        "speaker": recording.speaker,
        "kind": recording.kind,
    }
    if recording.grammar is not None:
        row["grammar"] = list(recording.grammar)
    if recording.threshold is not None:
        row["threshold"] = recording.threshold
    if recording.group is not None:
        row["group"] = recording.group
    if recording.consent:
        row["consent"] = True
    return row


def _recording(manifest: Path, number: int, line: str) -> Recording:
    place = f"{manifest}, line {number}"
    try:
        row = json.loads(line)
    except ValueError as error:
        raise RecordingError(f"{place}: is no JSON.") from error
    if not isinstance(row, dict):
        raise RecordingError(f"{place}: is no JSON object.")
    for name in _FIELDS:
        if not isinstance(row.get(name), str):
            raise RecordingError(f"{place}: lacks the text {name!r}.")
    if not isinstance(row.get("group", ""), str):
        raise RecordingError(f"{place}: 'group' is no text.")
    if not isinstance(row.get("consent", False), bool):
        raise RecordingError(f"{place}: 'consent' is neither true nor false.")
    path = manifest.parent / row["audio"]
    return Recording(
        _samples(path),
        row["text"],
        row["lang"],
        row["speaker"],
        row["kind"],
        _grammar(place, row),
        _threshold(place, row),
        path,
        row.get("group"),
        row.get("consent", False),
    )


def _grammar(place: str, row: Mapping[str, Any]) -> tuple[str, ...] | None:
    grammar = row.get("grammar")
    if grammar is None:
        return None
    if not isinstance(grammar, list) or not all(isinstance(phrase, str) for phrase in grammar):
        raise RecordingError(f"{place}: 'grammar' is no list of phrases.")
    return tuple(grammar)


def _threshold(place: str, row: Mapping[str, Any]) -> float | None:
    threshold = row.get("threshold")
    if threshold is None:
        return None
    if isinstance(threshold, bool) or not isinstance(threshold, (int, float)):
        raise RecordingError(f"{place}: 'threshold' is no number.")
    if not 0 <= threshold <= 1:
        raise RecordingError(f"{place}: 'threshold' is not between 0 and 1.")
    return float(threshold)


def _samples(path: Path) -> npt.NDArray[np.int16]:
    try:
        with wave.open(str(path), "rb") as file:
            form = file.getnchannels(), file.getsampwidth() * 8, file.getframerate()
            data = file.readframes(file.getnframes())
    except FileNotFoundError as error:
        raise RecordingError(f"{path}: is missing.") from error
    except (OSError, EOFError, wave.Error) as error:
        raise RecordingError(f"{path}: is no WAV file of plain samples.") from error
    if form != (1, 16, SAMPLE_RATE):
        channels, bits, rate = form
        raise RecordingError(
            f"{path}: has {channels} channel(s) of {bits} bits at {rate} Hz; "
            f"recordings are mono, 16-bit, {SAMPLE_RATE} Hz."
        )
    return np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype(np.int16)
