"""The least of a WebSocket that a load generator needs: text out, text in, nothing blocks.

Written by hand so that many streams cost little beside the server that they load.
"""

from __future__ import annotations

import base64
import os
import socket
import struct
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult

_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_OPENS_WITHIN_S = 20.0
_READ = 256 * 1024


class Refused(Exception):
    """The server did not open the socket."""


class Closed(Exception):
    """The other side is gone."""


class Wire:
    """An open socket."""

    def __init__(self, place: SplitResult, headers: Mapping[str, str]) -> None:
        """Opens a ws:// address on this machine; blocks until the server has agreed."""
        address = str(place.hostname), place.port or 80
        self.socket = socket.create_connection(address, _OPENS_WITHIN_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._in = bytearray()
        self._out = bytearray()
        key = os.urandom(4)
        self._mask = int.from_bytes(key * 1024, "little")
        self._key = key
        self._upgrade(place, headers)
        self.socket.setblocking(False)

    def send(self, text: str) -> None:
        """A message; what the socket does not take now goes out with the next."""
        self._frame(_TEXT, text.encode())

    def receive(self) -> Iterator[bytes]:
        """All messages that have come. Raises Closed."""
        try:
            data = self.socket.recv(_READ)
        except BlockingIOError:
            return
        except OSError as error:
            raise Closed from error
        if not data:
            raise Closed
        self._in += data
        yield from self._messages()

    def close(self) -> None:
        self.socket.close()

    def _messages(self) -> Iterator[bytes]:
        have, at = self._in, 0
        while len(have) - at >= 2:
            size, start = have[at + 1] & 0x7F, at + 2
            if size > 125:
                wide = 2 if size == 126 else 8
                size, start = int.from_bytes(have[start : start + wide], "big"), start + wide
            if len(have) < start + size:
                break
            opcode, body = have[at] & 0x0F, bytes(have[start : start + size])
            at = start + size
            if opcode == _TEXT:
                yield body
            elif opcode == _PING:
                self._frame(_PONG, body)
            elif opcode == _CLOSE:
                raise Closed
        del have[:at]

    def _frame(self, opcode: int, body: bytes) -> None:
        size = len(body)
        head = bytes([0x80 | opcode, 0x80 | size]) if size < 126 else b""
        head = head or bytes([0x80 | opcode, 0x80 | 126]) + struct.pack(">H", size)
        mask = self._mask & ((1 << 8 * size) - 1)
        masked = (int.from_bytes(body, "little") ^ mask).to_bytes(size, "little")
        self._out += head + self._key + masked
        try:
            sent = self.socket.send(self._out)
        except BlockingIOError:
            return
        except OSError as error:
            raise Closed from error
        del self._out[:sent]

    def _upgrade(self, place: SplitResult, headers: Mapping[str, str]) -> None:
        own = {
            "Host": place.netloc,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
        }
        lines = [f"GET {place.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in {**own, **headers}.items()]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = bytearray()
        while b"\r\n\r\n" not in answer:
            data = self.socket.recv(4096)
            if not data:
                raise Refused("The server closed the connection instead of opening a stream.")
            answer += data
        head, _, rest = bytes(answer).partition(b"\r\n\r\n")
        status = head.split(b"\r\n")[0].decode(errors="replace")
        if " 101 " not in status:
            raise Refused(f"The server refused the stream: {status}.")
        self._in += rest
