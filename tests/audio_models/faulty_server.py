"""A web server for one file, with the faults of real ones."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Faulty:
    """Serves `content`; each fault is used up by one request."""

    content: bytes = b""
    etag: str | None = '"one"'
    ranges: bool = True
    honest_if_range: bool = True
    announces_length: bool = True
    cut_after: list[int] = field(default_factory=list)
    """Bytes of the body after which the connection is cut."""
    statuses: list[int] = field(default_factory=list)
    silent_s: float = 0
    asked: list[str | None] = field(default_factory=list)
    """The Range of each request."""
    url: str = ""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range")
        self.asked.append(wanted)
        if self.silent_s:
            stopped.wait(self.silent_s)
        if self.statuses:
            request.send_response(self.statuses.pop(0))
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        start = self._start(request, wanted)
        body = self.content[start:]
        if wanted and start >= len(self.content):
            request.send_response(416)
            request.send_header("Content-Range", f"bytes */{len(self.content)}")
            body = b""
        elif start:
            request.send_response(206)
            end = len(self.content) - 1
            request.send_header("Content-Range", f"bytes {start}-{end}/{len(self.content)}")
        else:
            request.send_response(200)
        if self.announces_length:
            request.send_header("Content-Length", str(len(body)))
        if self.etag:
            request.send_header("ETag", self.etag)
        request.end_headers()
        cut = self.cut_after.pop(0) if self.cut_after else len(body)
        with contextlib.suppress(ConnectionError):  # a client that had enough
            request.wfile.write(body[:cut])

    def _start(self, request: BaseHTTPRequestHandler, wanted: str | None) -> int:
        if not wanted or not self.ranges:
            return 0
        if self.honest_if_range and request.headers.get("If-Range") != self.etag:
            return 0
        return int(wanted.removeprefix("bytes=").rstrip("-"))


stopped = threading.Event()


def serve(faulty: Faulty) -> ThreadingHTTPServer:
    """Start it on a free port of this machine; the caller ends it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            faulty.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    faulty.url = f"http://127.0.0.1:{server.server_address[1]}/model.zip"
    return server
