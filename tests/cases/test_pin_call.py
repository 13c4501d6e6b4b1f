"""A call that asks who writes for a PIN, through real webhooks, the network's answer included."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import case_line
import pytest
from case_line import FAST, PATIENCE_S, WholeServer

from benefits import FUNCTIONS
from cli.cases.reading import Case
from cli.cases.running import OURS
from provider.standin.calling import PhoneCall
from provider.standin.texting import TextPhone

PIN = "58412036"
CASE = Case.of({"case": "PIN call", "channel": "sms", "turns": [{"text": "$code"}]})


class Network(BaseHTTPRequestHandler):
    """Says of every number that its SIM is the old one."""

    def do_POST(self) -> None:
        """The answer of the network."""
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"swapped": False}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quietly."""


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", 0), Network)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    usual, url = case_line._settings, f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(
        case_line,
        "_settings",
        lambda *about: usual(*about).model_copy(update={"sim_swap_url": url}),
    )
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_text_conversation_goes_on_at_the_highest_level(
    tmp_path: Path, understander, country_of, monkeypatch, network, capfd, caplog
) -> None:
    highest = replace(FUNCTIONS["payments.next"], level=3)
    monkeypatch.setitem(FUNCTIONS, "payments.next", highest)
    with WholeServer(CASE, tmp_path, country_of(CASE.records), understander) as whole:
        phone = TextPhone(whole.server, CASE.caller, OURS)
        phone.send("when do I get my money")
        phone.send("210000013")
        assert "we are calling this phone now" in phone.send("210000013")
        assert "has not come yet" in phone.send("1")
        deadline = time.monotonic() + PATIENCE_S
        while not whole.api.calls and time.monotonic() < deadline:
            time.sleep(0.05)
        assert whole.api.calls[0].fields["Url"].endswith("/voice/incoming?for=pin")
        call = PhoneCall.answering(whole.server, whole.api.calls[0], clock_speed=FAST)
        call.dial()
        call.wait_for_prompt()
        assert "You have just written to us" in whole.last("voice", call.sid).text
        call.press("1")
        call.wait_for_prompt()
        call.press(PIN)
        call.wait_for_prompt()  # it is said, and the call is over
        assert "go on by text" in whole.last("voice", call.sid).text
        assert "old-age pension" in phone.send("1")
        levels = [row["assurance"] for row in whole.rows("interaction")]
    assert levels[-1] == 3
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert PIN.encode() not in kept
    assert PIN not in "".join(capfd.readouterr()) + caplog.text
