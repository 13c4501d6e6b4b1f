"""What is being said right now, for the staff's page: words appear while they are spoken."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from conversation.redaction import redact


@dataclass(frozen=True)
class Speaking:
    """The unfinished utterance of a call. `at` is a monotonic time in seconds."""

    text: str
    at: float


class Live:
    """Partial recognition results by session; in memory only, gone when the utterance is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._speaking: dict[str, Speaking] = {}
        self._whispered: set[str] = set()

    def hearing(self, session_id: str, text: str) -> None:
        """The words recognised so far; an empty text clears them. Long numbers are masked here as
        in the transcript."""
        text = redact(text)
        with self._lock:
            if text:
                self._speaking[session_id] = Speaking(text, time.monotonic())
            else:
                self._speaking.pop(session_id, None)

    def speaking(self, session_id: str) -> str:
        """The words of the unfinished utterance, or an empty text."""
        with self._lock:
            speaking = self._speaking.get(session_id)
            return speaking.text if speaking else ""

    def whisper(self, session_id: str) -> None:
        """A hint waits for the conversation."""
        self._whispered.add(session_id)

    def whispered(self, session_id: str) -> bool:
        """May a hint wait for the conversation? Asked 50 times a second in every call."""
        return session_id in self._whispered

    def heeded(self, session_id: str) -> None:
        """It has been looked for."""
        self._whispered.discard(session_id)
