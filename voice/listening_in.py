"""Staff listen in on calls whose callers have agreed to being recorded.

A call hands its audio over without ever waiting: whoever takes it too slowly loses some of it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Literal

from flask import Response

from conversation.reply import Reply
from voice import mulaw
from voice.endpoint import FRAME_BYTES
from voice.socket import Closed, Socket, Taken
from voice.stream import Clear, Media, Message, write

Track = Literal["caller", "us"]
"""Whose voice it is; it stands where a stream's messages have its id."""
MOST = 4
"""Listeners at a time: each holds a thread of the web server."""
LONGEST_S = 3600.0
_SEND_EVERY_S = 0.1
_MOST_KEPT_S = 20
"""Seconds of each track that wait for a listener; our own voice comes faster than it is heard."""
_SILENCE = bytes([mulaw.SILENCE]) * FRAME_BYTES


class Ear:
    """One who listens: what they were not sent yet."""

    def __init__(self) -> None:
        # A deque drops its oldest by itself, and needs no lock to be filled.
        self._waiting: deque[tuple[Track, bytes]] = deque(maxlen=_MOST_KEPT_S * 50)
        self.over = False
        """Has the call left its stream?"""

    def put(self, track: Track, audio: bytes) -> None:
        """Audio of one track, mu-law; empty: what was not played of it yet will not be."""
        self._waiting.append((track, audio))

    def take(self) -> list[Message]:
        """Everything that has come, the pieces of a track put together."""
        messages: list[Message] = []
        parts: dict[Track, bytes] = {"caller": b"", "us": b""}
        for _ in range(len(self._waiting)):
            track, audio = self._waiting.popleft()
            if audio:
                parts[track] += audio
            else:
                parts[track] = b""
                messages.append(Clear(track))
        messages += [Media(audio, track) for track, audio in parts.items() if audio]
        return messages


class Listeners:
    """Who listens to which conversation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ears: dict[str, tuple[Ear, ...]] = {}

    @contextmanager
    def listening(self, session_id: str) -> Iterator[Ear | None]:
        """While somebody listens; gives None where too many do already."""
        ear = Ear()
        with self._lock:
            full = sum(map(len, self._ears.values())) >= MOST
            if not full:
                self._ears[session_id] = (*self._ears.get(session_id, ()), ear)
        try:
            yield None if full else ear
        finally:
            with self._lock:
                left = tuple(one for one in self._ears.get(session_id, ()) if one is not ear)
                if left:
                    self._ears[session_id] = left
                else:
                    self._ears.pop(session_id, None)

    def hears(self, session_id: str) -> bool:
        """Does anybody listen?"""
        return session_id in self._ears

    def hear(self, reply: Reply | None, track: Track, audio: bytes) -> None:
        """What goes over the line of a call after this reply. Costs next to nothing where nobody
        listens; nothing is heard without consent, and silence while something private is asked."""
        ears = self._ears.get(reply.session_id) if reply else None
        if not ears or reply is None or not reply.recording:
            return
        if audio and reply.expects and reply.expects.private:
            audio = _SILENCE * (len(audio) // FRAME_BYTES)
        for ear in ears:
            ear.put(track, audio)

    def ended(self, session_id: str) -> None:
        """The call has left its stream: there is no more to hear."""
        for ear in self._ears.get(session_id, ()):
            ear.over = True


def serve(environ: Mapping[str, Any], listeners: Listeners, session_id: str) -> Response:
    """Agree to the WebSocket that is asked for, and send what is heard until the call is over.

    The messages are `media` and `clear` of a media stream, with `caller` or `us` as its id.
    """
    with suppress(Closed):
        socket = Socket(environ)
        with listeners.listening(session_id) as ear:
            until = time.monotonic() + LONGEST_S
            while ear and time.monotonic() < until:
                over = ear.over
                for message in ear.take():
                    socket.send(write(message))
                if over:
                    break
                socket.receive(_SEND_EVERY_S)  # notices that the listener has gone
        socket.close()
    return Taken()
