"""An institution's registry on a real socket that answers as a test has scripted it.

It shares nothing with the code under test but the standard: its messages are written out here.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CLIENT, SECRET = "hotline.example.org", "the secret of the client"
PERSON = {
    "identifier": [{"identifier_type": "UIN", "identifier_value": "210000013"}],
    "given_name": "Ada",
    "surname": "Miller",
    "birth_date": "1958-04-12T00:00:00Z",
    "sex": "female",
    "phone_number": ["+15550100001"],
    "language_code": "en",
    "something_new": {"that": "we do not know"},
}
CLAIM = {
    "claim_ref": "47110011",
    "programme_identifier": "old_age_pension",
    "status": "examining",
    "received_date": "2026-11-14",
    "expected_date": "2026-12-14",
}
PAYMENT = {
    "identifier": [{"identifier_type": "UIN", "identifier_value": "210000013"}],
    "code": "77",
    "programme_identifier": "old_age_pension",
    "date_due": "2026-11-27",
    "amount": "412.50",
    "status": "due",
}
CONTRIBUTION = {
    "identifier": [{"identifier_type": "UIN", "identifier_value": "210000013"}],
    "period_start": "2001-03",
    "period_end": "2003-11",
    "employer": "Northgate Mill",
    "base": "1250.00",
}
Script = Callable[["Exchange"], None]


class Exchange:
    """One search that came in, and the means to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self.handler = handler
        self.body = body
        self.asked: dict[str, Any] = json.loads(body)

    def answer(self, *records: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
        """A right answer with these records for each search."""
        message = self.asked["message"]
        responses = []
        for number, request in enumerate(message["search_request"]):
            found = records[number] if number < len(records) else []
            total = len(found) if isinstance(found, list) else bool(found)
            responses.append(
                {
                    "reference_id": request["reference_id"],
                    "timestamp": "2026-11-23T09:30:00+00:00",
                    "status": "succ",
                    "data": {
                        "reg_record_type": request["search_criteria"]["reg_record_type"],
                        "reg_records": found,
                    },
                    "pagination": {"page_size": 2, "page_number": 1, "total_count": total},
                }
            )
        return {
            "header": {
                "version": "1.0.0",
                "message_id": "answer-1",
                "message_ts": "2026-11-23T09:30:00+00:00",
                "action": "on-search",
                "status": "succ",
                **changes,
            },
            "message": {
                "transaction_id": message["transaction_id"],
                "correlation_id": "c-1",
                "search_response": responses,
            },
        }

    def send(self, content: Any, status: int = 200, **headers: str) -> None:
        """A whole answer."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", "application/json")
        self.handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.handler.wfile.write(body)


def finds(*records: list[dict[str, Any]]) -> Script:
    return lambda exchange: exchange.send(exchange.answer(*records))


def fails(status: int, **headers: str) -> Script:
    return lambda exchange: exchange.send({"errors": []}, status, **headers)


def says(body: bytes) -> Script:
    return lambda exchange: exchange.send(body)


def slowly(seconds: float, script: Script) -> Script:
    def run(exchange: Exchange) -> None:
        time.sleep(seconds)
        script(exchange)

    return run


def drips(exchange: Exchange) -> None:
    """A byte now and then: no wait for the next one is ever long."""
    exchange.handler.send_response(200)
    exchange.handler.end_headers()
    for _ in range(200):
        exchange.handler.wfile.write(b" ")
        exchange.handler.wfile.flush()
        time.sleep(0.05)


def breaks_off(exchange: Exchange) -> None:
    """Half an answer."""
    body = json.dumps(exchange.answer([CLAIM])).encode()
    exchange.handler.send_response(200)
    exchange.handler.send_header("Content-Length", str(len(body)))
    exchange.handler.end_headers()
    exchange.handler.wfile.write(body[: len(body) // 2])
    exchange.handler.wfile.flush()
    exchange.handler.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # many callers come at once


class ScriptedRegistry:
    """Answers searches by `script`, the first ones by `first`."""

    def __init__(self) -> None:
        self.script: Script = finds([])
        self.first: deque[Script] = deque()
        self.seen: list[Exchange] = []
        self.tokens = 0
        """How many tokens were issued; `token-N` is the last, and only the last is good."""
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def then(self, *scripts: Script) -> None:
        """What the next searches get."""
        self.first.extend(scripts)

    def __enter__(self) -> ScriptedRegistry:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/oauth2/client/token":
                    registry.tokens += 1
                    token = {"access_token": f"token-{registry.tokens}", "expires_in": 900}
                    self._plain(token)
                elif self.headers["Authorization"] != f"Bearer token-{registry.tokens}":
                    self.send_error(401)
                else:
                    exchange = Exchange(self, body)
                    registry.seen.append(exchange)
                    script = registry.first.popleft() if registry.first else registry.script
                    with contextlib.suppress(OSError):  # the other side did not wait
                        script(exchange)

            def _plain(self, content: Any) -> None:
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
