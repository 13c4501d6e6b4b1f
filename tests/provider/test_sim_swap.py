"""The SIM Swap API's client against a server of its shape."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from provider.sim_swap import SimSwapApi

PHONE = "+15550100001"


class Network(BaseHTTPRequestHandler):
    """Answers `POST …/check` with what the test wants, and remembers what it was asked."""

    answer = 200, '{"swapped": false}'
    asked: list[tuple[str, str, dict]] = []  # noqa: RUF012 - each test empties it

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, self.headers["Authorization"], body))
        status, text = self.answer
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@pytest.fixture
def url():
    Network.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), Network)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/sim-swap/v2"
    server.shutdown()
    server.server_close()


def test_what_is_asked(url):
    assert SimSwapApi(url, "secret", 240).swapped(PHONE) is not None
    body = {"phoneNumber": PHONE, "maxAge": 240}
    assert Network.asked == [("/sim-swap/v2/check", "Bearer secret", body)]


@pytest.mark.parametrize(
    ("status", "text", "swapped"),
    [
        (200, '{"swapped": false}', False),
        (200, '{"swapped": true}', True),
        (200, '{"swapped": "no"}', None),
        (200, "[]", None),
        (200, "not JSON", None),
        (400, '{"status": 400, "code": "OUT_OF_RANGE", "message": ""}', None),
        (404, '{"status": 404, "code": "NOT_FOUND", "message": ""}', None),
        (503, "", None),
    ],
)
def test_only_a_clear_answer_counts(url, monkeypatch, status, text, swapped):
    monkeypatch.setattr(Network, "answer", (status, text))
    assert SimSwapApi(url, "secret", 240).swapped(PHONE) is swapped


def test_a_network_that_is_not_there_says_nothing(capfd):
    assert SimSwapApi("http://127.0.0.1:9", "secret", 240).swapped(PHONE) is None
    logged = "".join(capfd.readouterr())
    assert "SIM swap check failed" in logged
    assert PHONE not in logged
    assert "secret" not in logged
