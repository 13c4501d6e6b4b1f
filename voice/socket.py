"""The server's end of a WebSocket, read by the very thread that serves the call.

A call brings 50 messages a second. A thread of its own for reading would wake the other one for
each of them, which costs more than all that is done with the message; here several are read at
once. Frames and handshake are those of `websockets`, whose protocol does no reading or writing.
"""

from __future__ import annotations

import select
import socket as sockets
import struct
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Response
from websockets.exceptions import InvalidState
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol

LONGEST_BYTES = 256 * 1024
"""A message above it ends the socket."""
READ_EVERY_S = 0.04
"""Messages that come within so many seconds are read at once: two frames of audio."""
SEND_S = 5
"""Seconds after which a reader that takes nothing counts as gone."""
GOODBYE_S = 1.0
_READ_BYTES = 64 * 1024


class Closed(Exception):
    """The socket is closed, by either side, or broken."""


class Socket:
    """One open WebSocket. Used by one thread."""

    def __init__(self, environ: Mapping[str, Any]) -> None:
        """Agrees to the upgrade that a WSGI request asks for. Raises Closed when it is none."""
        self._socket: sockets.socket = _connection(environ)
        self._protocol = ServerProtocol(max_size=LONGEST_BYTES)
        self._messages: deque[bytes] = deque()
        self._fragments: list[bytes] = []
        self._read_at = 0.0
        self.idle_at = time.monotonic()
        """When there was last time to spare, or nothing to be read (monotonic seconds)."""
        self._over = False
        self._bound_sending()
        self._readable = select.poll()
        self._readable.register(self._socket, select.POLLIN)
        self._agree(environ)

    def receive(self, timeout_s: float) -> bytes | None:
        """The next message; None when there was none in time. Raises Closed."""
        until = time.monotonic() + timeout_s
        while not self._messages:
            if self._over:
                raise Closed
            if not self._read(until):
                return None
        return self._messages.popleft()

    def send(self, text: str) -> None:
        """Send a message. Raises Closed, also when the other side takes nothing any more."""
        try:
            self._protocol.send_text(text.encode())
        except InvalidState:
            raise Closed from None
        self._write()

    def close(self, code: int = 1000, goodbye_s: float = GOODBYE_S) -> None:
        """Say goodbye, and wait so long for the answer that what was sent last arrives."""
        with suppress(InvalidState, Closed):  # closed already, by either side
            self._protocol.send_close(code)
            self._write()
            until = time.monotonic() + goodbye_s
            while goodbye_s and not self._over and self._read(until):
                self._messages.clear()
        self._over = True
        with suppress(OSError):  # gone already
            self._socket.shutdown(sockets.SHUT_RDWR)

    def _read(self, until: float) -> bool:
        """Take in what has come, or comes until then (monotonic seconds); False for nothing."""
        rest = min(self._read_at + READ_EVERY_S, until) - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        now = time.monotonic()
        try:
            if rest > 0 or not self._readable.poll(0):
                self.idle_at = now
            if not self._readable.poll(max(0.0, until - now) * 1000):
                return False
            self._take(self._socket.recv(_READ_BYTES))
        except OSError as error:
            self._over = True
            raise Closed from error
        self._read_at = time.monotonic()
        return True

    def _take(self, data: bytes) -> None:
        if data:
            self._protocol.receive_data(data)
        else:
            self._protocol.receive_eof()
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._take_frame(event)
        self._over = not data
        with suppress(Closed):
            self._write()  # answers a goodbye, a ping, or a violation of the protocol

    def _take_frame(self, frame: Frame) -> None:
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            self._fragments.append(bytes(frame.data))
            if frame.fin:
                self._messages.append(b"".join(self._fragments))
                self._fragments.clear()

    def _write(self) -> None:
        try:
            for data in self._protocol.data_to_send():
                if data:
                    self._socket.sendall(data)
                else:
                    self._over = True
                    self._socket.shutdown(sockets.SHUT_WR)
        except OSError as error:
            self._over = True
            raise Closed from error

    def _agree(self, environ: Mapping[str, Any]) -> None:
        """The web server has read the request already; the protocol reads it once more."""
        lines = ["GET / HTTP/1.1"]
        for name, value in environ.items():
            if name.startswith("HTTP_"):
                lines.append(f"{name[5:].replace('_', '-')}: {value}")
        self._protocol.receive_data("\r\n".join([*lines, "", ""]).encode("latin-1"))
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self._protocol.send_response(self._protocol.accept(event))
                self._write()
        if self._over:
            raise Closed

    def _bound_sending(self) -> None:
        """Only for sending: a time-out on the whole socket would end quiet connections too."""
        wait = struct.pack("ll", SEND_S, 0)
        with suppress(OSError):  # where the platform cannot, a reader that hangs holds its thread
            self._socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDTIMEO, wait)


class Taken(Response):
    """What a view answers whose connection a socket has taken: nothing more is sent."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        # The one end of a request at which these servers write nothing and close the connection.
        raise StopIteration if "gunicorn.socket" in environ else ConnectionAbortedError


def _connection(environ: Mapping[str, Any]) -> sockets.socket:
    for server in ("gunicorn", "werkzeug"):
        if found := environ.get(f"{server}.socket"):
            return found
    raise RuntimeError("This web server does not hand out its connections.")
