"""What the caller's ear gets: the provider's buffer of audio and marks of one stream."""

from __future__ import annotations

from collections import deque

from provider.standin.clock import FRAME_BYTES


class PlayOut:
    """Plays the server's audio in the order it came, 160 bytes a tick, and returns its marks."""

    def __init__(self) -> None:
        self._waiting: deque[bytes | str] = deque()  # audio, and names of marks
        self.heard = bytearray()
        """All audio that was played, mu-law at 8 kHz, without the silence between."""

    def add_audio(self, audio: bytes) -> None:
        self._waiting.append(audio)

    def add_mark(self, name: str) -> None:
        self._waiting.append(name)

    @property
    def empty(self) -> bool:
        """Has everything been played and every mark been returned?"""
        return not self._waiting

    def clear(self) -> list[str]:
        """Drop what is waiting; answers the marks in it, which the provider returns at once."""
        marks = [item for item in self._waiting if isinstance(item, str)]
        self._waiting.clear()
        return marks

    def play(self) -> list[str]:
        """Play one frame; answers the marks that were reached."""
        wanted, marks = FRAME_BYTES, []
        while self._waiting:
            item = self._waiting.popleft()
            if isinstance(item, str):
                marks.append(item)
                continue
            if not wanted:
                self._waiting.appendleft(item)
                break
            self.heard += item[:wanted]
            if rest := item[wanted:]:
                self._waiting.appendleft(rest)
            wanted -= min(wanted, len(item))
        return marks
