"""The server's end of a WebSocket, against an independent client and by hand."""

import socket
import struct
import threading
import time

import pytest
import simple_websocket
from flask import Flask, request
from werkzeug.serving import make_server

from voice.socket import LONGEST_BYTES, READ_EVERY_S, Closed, Socket, Taken


@pytest.fixture
def server():
    """A server whose socket answers every message with itself; what ended each socket."""
    app, ends = Flask("echo"), []

    @app.route("/echo", websocket=True)
    def echo():
        try:
            open_socket = Socket(request.environ)
        except Closed:
            ends.append("refused")
            return Taken()
        try:
            while (message := open_socket.receive(2.0)) != b"bye":
                if message is not None:
                    open_socket.send(message.decode())
            open_socket.close()
            ends.append("bye")
        except Closed:
            ends.append("closed")
        return Taken()

    running = make_server("127.0.0.1", 0, app, threaded=True)
    running.ends = ends
    thread = threading.Thread(target=running.serve_forever, args=(0.02,))
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join(5)


def connected(server):
    return simple_websocket.Client.connect(f"ws://127.0.0.1:{server.port}/echo")


def ended(server, how):
    until = time.monotonic() + 5
    while not server.ends and time.monotonic() < until:
        time.sleep(0.01)
    assert server.ends == [how]


def by_hand(server, headers=""):
    """A bare connection after the upgrade, and what the server answered."""
    bare = socket.create_connection(("127.0.0.1", server.port), 5)
    head = (
        "GET /echo HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers
    )
    bare.sendall((head + "\r\n").encode())
    return bare, bare.recv(4096)


def frame(opcode, payload, fin=0x80):
    size = len(payload)
    head = bytes([fin | opcode, 0x80 | (size if size < 126 else 127)])
    return head + (b"" if size < 126 else struct.pack(">Q", size)) + bytes(4) + payload


def test_messages_come_one_by_one_however_they_arrive(server):
    client = connected(server)
    for number in range(50):
        client.send(f"message {number} " + "x" * number * 20)
    for number in range(50):
        assert client.receive(5).startswith(f"message {number} ")
    client.send("bye")
    ended(server, "bye")


def test_what_comes_close_together_is_read_at_once(server):
    client = connected(server)
    client.send("first")
    assert client.receive(5) == "first"
    began = time.monotonic()
    for _ in range(20):
        client.send("more")
    for _ in range(20):
        assert client.receive(5) == "more"
    assert time.monotonic() - began < 20 * READ_EVERY_S
    client.close()
    ended(server, "closed")


def test_parts_of_a_message_are_put_together(server):
    bare, _ = by_hand(server, "Sec-WebSocket-Version: 13\r\n")
    bare.sendall(frame(1, b"one ", fin=0))
    time.sleep(0.1)
    bare.sendall(frame(9, b"ping") + frame(0, b"two"))
    received = b""
    while b"one two" not in received:
        received += bare.recv(4096)
    assert received.startswith(b"\x8a\x04ping")
    bare.close()
    ended(server, "closed")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(1, b"x" * (LONGEST_BYTES + 1)), 1009),
        (frame(3, b"no such frame"), 1002),
        (b"\x81\x02hi", 1002),  # not masked
    ],
)
def test_what_breaks_the_protocol_ends_the_socket(server, sent, code):
    bare, _ = by_hand(server, "Sec-WebSocket-Version: 13\r\n")
    bare.sendall(sent)
    assert bare.recv(4096)[2:4] == struct.pack(">H", code)
    ended(server, "closed")
    bare.close()


def test_an_upgrade_that_is_none_is_answered(server):
    bare, answer = by_hand(server, "Sec-WebSocket-Version: 7\r\n")
    assert answer.startswith(b"HTTP/1.1 400")
    ended(server, "refused")
    bare.close()


def test_a_connection_that_breaks_is_noticed(server):
    bare, _ = by_hand(server, "Sec-WebSocket-Version: 13\r\n")
    bare.sendall(b"\x81")
    bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    bare.close()  # reset, in the middle of a frame
    ended(server, "closed")
