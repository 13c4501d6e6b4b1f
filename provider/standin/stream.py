"""One bidirectional media stream, from the provider's side of the socket."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Literal

from simple_websocket import (  # type: ignore[import-untyped]  # it has no type information
    Client,
    ConnectionClosed,
)
from simple_websocket import ConnectionError as Refused
from wsproto.utilities import LocalProtocolError

from provider.standin.caller import Frame
from provider.standin.errors import StandinError
from provider.standin.ids import new_sid
from provider.standin.playout import PlayOut
from provider.standin.server import Server

_GONE = (ConnectionClosed, LocalProtocolError, OSError)

Closing = Literal["open", "server", "caller", "broken"]


class MediaStream:
    """A socket to the server that carries a call's audio, keys and marks.

    Only the thread that calls `tick` writes to the socket; another one takes in what the server
    sends, with the time at which it came.
    """

    def __init__(self, server: Server, url: str, call_sid: str) -> None:
        """url: the `<Stream>`'s; the upgrade is signed. Raises StandinError when refused."""
        self.sid, self.call_sid, self.account_sid = new_sid("MZ"), call_sid, server.account_sid
        self.play_out = PlayOut()
        self.closed_by: Closing = "open"
        self.started_at = 0.0
        """When `start` was sent (monotonic seconds)."""
        self.media_at: list[float] = []
        """When each media message of the server came in (monotonic seconds)."""
        self.marked_at = 0.0
        """When the last mark of the server came in (monotonic seconds; 0 for never)."""
        self.cleared_at = 0.0
        """When the server last emptied the buffer (monotonic seconds; 0 for never)."""
        self._arrived: deque[tuple[float, str]] = deque()
        self._sequence = self._chunk = 0
        self._socket = _open(server, url)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def begin(self, parameters: Mapping[str, str]) -> None:
        """Introduce the call: `connected`, then `start` with the `<Parameter>`s."""
        self._write({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        start = {
            "accountSid": self.account_sid,
            "streamSid": self.sid,
            "callSid": self.call_sid,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": dict(parameters),
        }
        self.started_at = time.monotonic()
        self._send("start", start)

    def tick(self, frame: Frame) -> None:
        """20 ms of the call: take in messages, play a frame, send the caller's frame."""
        if not self._reader.is_alive() and not self._arrived and self.closed_by == "open":
            self.closed_by = "server"
        while self._arrived:
            self._take(*self._arrived.popleft())
        for name in self.play_out.play():
            self._send("mark", {"name": name})
        if frame.key:
            self._send("dtmf", {"track": "inbound_track", "digit": frame.key})
        self._chunk += 1
        self._send(
            "media",
            {
                "track": "inbound",
                "chunk": str(self._chunk),
                "timestamp": str(self._chunk * 20),
                "payload": base64.b64encode(frame.audio).decode(),
            },
        )

    def stop(self) -> None:
        """The caller has hung up."""
        self.closed_by = "caller"
        self._send("stop", {"accountSid": self.account_sid, "callSid": self.call_sid})
        with suppress(*_GONE):  # the server may have been faster
            self._socket.close()

    def break_off(self) -> None:
        """The connection is lost without a word, as when a network fails."""
        self.closed_by = "broken"
        with suppress(OSError):  # it may be gone already
            self._socket.sock.shutdown(socket.SHUT_RDWR)

    def _take(self, at: float, text: str) -> None:
        try:
            self._obey(at, json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StandinError(f"The server sent a malformed message: {text[:200]}") from error

    def _obey(self, at: float, message: dict[str, Any]) -> None:
        event = message["event"]
        if message.get("streamSid") != self.sid:
            raise StandinError(f"The server sent a {event!r} message for another stream.")
        if event == "media":
            self.media_at.append(at)
            self.play_out.add_audio(base64.b64decode(message["media"]["payload"], validate=True))
        elif event == "mark":
            self.marked_at = at
            self.play_out.add_mark(message["mark"]["name"])
        elif event == "clear":
            self.cleared_at = at
            for name in self.play_out.clear():
                self._send("mark", {"name": name})
        else:
            raise StandinError(f"The server sent {event!r}, which the provider does not know.")

    def _read(self) -> None:
        try:
            while True:
                message = self._socket.receive()
                if message is not None:
                    self._arrived.append((time.monotonic(), message))
        except ConnectionClosed:
            pass  # `tick` sees that this thread has ended

    def _send(self, event: str, content: dict[str, Any]) -> None:
        self._sequence += 1
        self._write(
            {
                "event": event,
                "sequenceNumber": str(self._sequence),
                "streamSid": self.sid,
                event: content,
            }
        )

    def _write(self, message: dict[str, Any]) -> None:
        with suppress(*_GONE):  # closed by the server a moment ago; the reading thread knows
            self._socket.send(json.dumps(message))


def _open(server: Server, url: str) -> Client:
    headers = server.signed(url, {})
    try:
        client = Client(server.reachable(url).geturl(), headers=headers)
    except Refused as error:
        raise StandinError(f"The server refused the stream at {url}: {error}.") from error
    except OSError as error:
        raise StandinError(f"The stream at {url} cannot be opened: {error}.") from error
    # Frames are small and must not wait for each other.
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client
