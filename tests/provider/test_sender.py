import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from provider.sender import TROUBLES, Sender, SendError

SID, TOKEN = "AC" + "1" * 32, "secret"
TAKEN = (201, json.dumps({"sid": "SM" + "a" * 32, "status": "queued"}))


class Api(BaseHTTPRequestHandler):
    """Stands where Twilio's API stands, over a real socket."""

    answer = TAKEN
    requests: list = []  # noqa: RUF012 - shared on purpose: the server makes a handler a request

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.requests.append((self.path, parse_qs(body), self.headers["Authorization"]))
        status, text = self.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def api():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    Api.answer, Api.requests = TAKEN, []
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def sender(api, status_url="https://hotline.example.org/sms/status"):
    return Sender(SID, TOKEN, api, status_url)


def test_sends_and_answers_the_message_id(api):
    sid = sender(api + "/prefix/").send_text("+15005550006", "+15005550001", "¿Cómo está?")
    assert sid == "SM" + "a" * 32
    ((path, form, authorization),) = Api.requests
    assert path == f"/prefix/2010-04-01/Accounts/{SID}/Messages.json"
    assert form == {
        "From": ["+15005550006"],
        "To": ["+15005550001"],
        "Body": ["¿Cómo está?"],
        "StatusCallback": ["https://hotline.example.org/sms/status"],
    }
    assert authorization.startswith("Basic ")


def test_without_a_status_address_none_is_named(api):
    sender(api, "").send_text("+15005550006", "+15005550001", "hi")
    assert "StatusCallback" not in Api.requests[0][1]


def problem(status, code):
    return status, json.dumps({"code": code, "message": "no", "status": status})


def newer_problem(status, code):
    fields = {"type": "https://x", "title": "no", "status": status, "code": code}
    return status, json.dumps(fields)


@pytest.mark.parametrize(
    ("answer", "code", "retry"),
    [
        (problem(400, 21610), 21610, False),
        (newer_problem(400, 21610), 21610, False),
        (problem(400, 21211), 21211, False),
        (problem(400, 30001), 30001, True),
        (problem(400, 99999), 99999, False),
        (problem(401, 20003), 20003, False),
        (problem(429, 20429), 20429, True),
        (problem(503, 99998), 99998, True),
        ((429, ""), 429, True),
        ((502, "<html>Bad gateway</html>"), 502, True),
        ((404, "not json"), 404, False),
        ((201, "<html>Log in to the network</html>"), None, True),
        ((201, "[]"), None, True),
        ((201, "{}"), None, True),
    ],
)
def test_refusals_say_whether_to_try_again(api, answer, code, retry):
    Api.answer = answer
    with pytest.raises(SendError) as refused:
        sender(api).send_text("+15005550006", "+15005550001", "private words")
    error = refused.value
    assert (error.code, error.retry) == (code, retry)
    assert error.sentence.endswith(".")
    assert "private" not in error.sentence
    assert "+1500" not in error.sentence


def test_nobody_listening_is_worth_a_retry():
    with pytest.raises(SendError) as refused:
        sender("http://127.0.0.1:9").send_text("+15005550006", "+15005550001", "hi")
    assert (refused.value.code, refused.value.retry) == (None, True)


def test_every_sentence_is_one():
    for trouble in TROUBLES.values():
        assert trouble.sentence[0].isupper()
        assert trouble.sentence.endswith(".")
