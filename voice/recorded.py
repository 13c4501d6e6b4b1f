"""Prompts that a person has recorded, found by what they say.

A recording is `<anything>.<mark>.wav` in the folder of its language. The mark comes from the
text: one that changes is spoken by the synthesiser again until it has been recorded anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import structlog

from voice.loudness import Sound, telephone, trimmed
from voice.phrasing import Piece, spoken
from voice.stretch import stretched
from voice.waves import read_wave

ELSEWHERE = "…"
"""Stands in a text for a value, which is not recorded with it."""
LARGEST_BYTES = 8 * 1024 * 1024
"""Of a file: a minute at 48000 Hz is smaller."""
NAME = re.compile(r"(?:(?P<place>.*)\.)?(?P<mark>[0-9a-f]{8})(?P<slow>\.slow)?\.wav", re.IGNORECASE)
_SLOWER = 1.33
_log = structlog.get_logger()


def mark_of(text: str, language: str) -> str:
    """The mark in the file name of a recording of this text, 8 hexadecimal digits."""
    return hashlib.sha256(f"{language}\0{text.strip()}".encode("utf-8", "replace")).hexdigest()[:8]


def around(piece: Piece, place: int) -> str:
    """An author's words as recorded before, after or between values; empty for a value."""
    part = piece.parts[place]
    if part.value or not spoken(part.text):
        return ""
    before = ELSEWHERE + " " if place else ""
    after = " " + ELSEWHERE if any(p.value for p in piece.parts[place + 1 :]) else ""
    return before + part.text.strip() + after


@dataclass
class _Folder:
    """The marks in a folder, as of its last change."""

    changed: int = -1
    files: dict[tuple[str, bool], Path] = field(default_factory=dict)


class Recordings:
    """The recordings below a folder; files that come, change or go are noticed at once."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._languages: dict[str, _Folder] = {}

    def version(self, text: str, language: str, pace: str) -> str:
        """Which recording there is of a text: another one has another version; empty for none."""
        file = self._file(text, language, pace)
        if file is None:
            return ""
        try:
            status = file.stat()
        except OSError:
            return ""
        return f"{file.name}:{status.st_mtime_ns}:{status.st_size}"

    def sound(self, text: str, language: str, pace: str) -> Sound | None:
        """The recording of a text, at the level and in the band of all prompts, without silence
        around it; one made at the usual pace is slowed down where a slow one is wanted."""
        file = self._file(text, language, pace)
        if file is None:
            return None
        try:
            if file.stat().st_size > LARGEST_BYTES:
                raise ValueError(f"larger than {LARGEST_BYTES} bytes")
            samples = read_wave(file.read_bytes()).astype(np.float32) / np.float32(32768)
        except (OSError, ValueError) as error:
            _log.error("recording cannot be played", file=str(file), error=str(error))
            return None
        heard = trimmed(telephone(samples))
        if not len(heard):
            _log.error("recording is silent", file=str(file))
            return None
        slow = pace == "slow" and not file.name.lower().endswith(".slow.wav")
        return stretched(heard, _SLOWER) if slow else heard

    def _file(self, text: str, language: str, pace: str) -> Path | None:
        mark, files = mark_of(text, language), self._files(language)
        slow = files.get((mark, True)) if pace == "slow" else None
        return slow or files.get((mark, False))

    def _files(self, language: str) -> dict[tuple[str, bool], Path]:
        if self._folder is None or not language.isalpha():
            return {}
        folder = self._folder / language
        try:
            changed = folder.stat().st_mtime_ns
        except OSError:
            return {}
        with self._lock:
            known = self._languages.setdefault(language, _Folder())
            if known.changed != changed:
                known.files, known.changed = _marks(folder), changed
            return known.files


def _marks(folder: Path) -> dict[tuple[str, bool], Path]:
    found = {}
    for name in sorted(os.listdir(folder)):
        if match := NAME.fullmatch(name):
            found[match["mark"].lower(), bool(match["slow"])] = folder / name
    return found
