"""What the caller does: words and keys waiting for their turn on the line."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass

from provider.standin.clock import FRAME_BYTES

SILENCE = b"\xff" * FRAME_BYTES
_KEY_FRAMES = 8  # a key and the gap after it last 160 ms


@dataclass(frozen=True)
class Frame:
    """20 ms of the caller's line: `audio` in mu-law, and the key that went down in it."""

    audio: bytes = SILENCE
    key: str = ""
    speech: bool = False
    last: bool = False
    """True for the last frame of something said or keyed."""


class Caller:
    """A queue of frames: filled by whoever plays the caller, emptied by the clock of the call."""

    def __init__(self) -> None:
        self._frames: deque[Frame] = deque()
        self._lock = threading.Lock()
        self.finished_at = time.monotonic()
        """When the last frame of the last thing said or keyed went out."""

    def say(self, audio: bytes) -> None:
        """Speak mu-law audio at 8 kHz."""
        chunks = [audio[at : at + FRAME_BYTES] for at in range(0, len(audio), FRAME_BYTES)]
        with self._lock:
            for chunk in chunks:
                padded = chunk.ljust(FRAME_BYTES, b"\xff")
                self._frames.append(Frame(padded, speech=True, last=chunk is chunks[-1]))

    def press(self, keys: str) -> None:
        """Press keys (0-9, * and #) one after the other."""
        with self._lock:
            for number, key in enumerate(keys, start=1):
                self._frames.append(Frame(key=key, last=number == len(keys)))
                self._frames.extend(Frame() for _ in range(_KEY_FRAMES - 1))

    @property
    def busy(self) -> bool:
        """Is anything still to be said or keyed?"""
        with self._lock:
            return any(frame.speech or frame.key for frame in self._frames)

    def take(self) -> Frame:
        """The frame for this tick; silence when nothing is spoken."""
        with self._lock:
            frame = self._frames.popleft() if self._frames else Frame()
        if frame.last:
            self.finished_at = time.monotonic()
        return frame
