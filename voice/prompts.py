"""Prompt audio, from memory, from a person's recordings, from the cache, or made now.

A sentence without values is the same in every call: it is kept on disk, and made before anybody
needs it. One with a value is personal: it is made when it is needed, and kept in memory only.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

import structlog

from audio_models.espeak import SynthesiserError
from flows.outcome import Prompt
from voice import metrics, mulaw, phrasing, rendering
from voice.phrasing import Piece
from voice.recorded import Recordings

_LOCKS = 16
_VERSION = "2"  # of the sound: raise it when the same text sounds different
_log = structlog.get_logger()


class Prompts:
    """Prompt audio as mu-law at 8000 Hz."""

    def __init__(self, cache: Path, recordings: Path | None = None, memory: int = 256) -> None:
        """cache: folder for synthesised audio, may be emptied at any time. recordings: folder of
        what a person has recorded (`voice/recorded.py`). memory: how many sentences are kept in
        memory."""
        self._cache = cache
        self._recordings = Recordings(recordings)
        self._memory = memory
        self._recent: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._making = [threading.Lock() for _ in range(_LOCKS)]

    def pieces(self, prompt: Prompt) -> tuple[Piece, ...]:
        """The pieces of a prompt to ask `audio` for."""
        return phrasing.pieces(prompt)

    def audio(self, piece: Piece, pace: str) -> bytes:
        """The spoken piece. Never fails: what cannot be spoken is a short silence."""
        version = rendering.version(piece, self._recordings, pace)
        key = _key(piece, pace, version)
        # One lock for many keys: two calls that need the same new sentence make it once.
        with self._making[int(key[:2], 16) % len(self._making)]:
            audio = self._remembered(key)
            if audio is None:
                audio = self._kept_or_made(key, piece, pace, bool(version))
                self._remember(key, audio)
        return audio

    def prepare(self, piece: Piece, pace: str) -> bool:
        """Have a piece without values on disk; True when it had to be made."""
        version = rendering.version(piece, self._recordings, pace)
        key = _key(piece, pace, version)
        if not piece.fixed or self._file(key).is_file():
            return False
        with self._making[int(key[:2], 16) % len(self._making)]:
            self._kept_or_made(key, piece, pace, bool(version))
        return True

    def _kept_or_made(self, key: str, piece: Piece, pace: str, is_recorded: bool) -> bytes:
        audio = self._cached(key) if piece.fixed else None
        if audio is not None:
            return audio
        if is_recorded:
            audio = rendering.recorded(piece, self._recordings, pace)
        if audio is None:
            audio = self._synthetic(piece, pace)
        if audio is None:
            return bytes([mulaw.SILENCE]) * (mulaw.RATE // 10)
        if piece.fixed:
            self._store(key, audio)
        return audio

    @staticmethod
    def _synthetic(piece: Piece, pace: str) -> bytes | None:
        try:
            return rendering.synthetic(piece, pace)
        except SynthesiserError as error:
            metrics.FAILURES.labels(where="synthesis").inc()
            name = type(error).__name__
            _log.error("prompt cannot be spoken", language=piece.language, error=name)
            return None

    def _remembered(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._recent:
                self._recent.move_to_end(key)
            return self._recent.get(key)

    def _remember(self, key: str, audio: bytes) -> None:
        with self._lock:
            self._recent[key] = audio
            while len(self._recent) > self._memory:
                self._recent.popitem(last=False)

    def _cached(self, key: str) -> bytes | None:
        try:
            return self._file(key).read_bytes() or None
        except OSError:
            return None

    def _store(self, key: str, audio: bytes) -> None:
        """Atomic, so that a call that runs at the same time never reads half a file."""
        file = self._file(key)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=file.parent)
            with os.fdopen(handle, "wb") as stream:
                stream.write(audio)
            os.replace(name, file)
        except OSError as error:
            _log.warning("prompt cache cannot be written", error=str(error))

    def _file(self, key: str) -> Path:
        return self._cache / _VERSION / key[:2] / f"{key}.ulaw"


def _key(piece: Piece, pace: str, version: str) -> str:
    """Name of the audio of a piece, 64 hexadecimal digits; version: of its recordings."""
    voice = rendering.VOICES.get(piece.language, piece.language)
    said = "\0".join((voice, pace, version, *(breath.text for breath in piece.breaths)))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
