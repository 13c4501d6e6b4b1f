"""The HTTP side of the provider's API."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from provider.standin.api import Api


class ApiHandler(BaseHTTPRequestHandler):
    """POST /2010-04-01/Accounts/{sid}/Messages.json, …/Calls.json and …/Calls/{sid}.json;
    GET …/Recordings/{sid}.wav."""

    protocol_version = "HTTP/1.1"

    @property
    def api(self) -> Api:
        return self.server.api  # type: ignore[attr-defined]

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        fields = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        root = f"/2010-04-01/Accounts/{self.api.account_sid}/"
        resource = self.path.removeprefix(root).removesuffix(".json")
        if self._refused():
            return
        if not self.path.startswith(root) or resource.split("/")[0] not in ("Messages", "Calls"):
            self._error(404, 20404, f"The requested resource {self.path} was not found")
        elif resource in ("Messages", "Calls") and self.api.refuses:
            self._error(*self.api.refuses)
        elif resource == "Messages" and not _complete(fields):
            self._error(400, 21602, "Message body, recipient and sender are required")
        elif resource == "Calls" and not _callable(fields):
            self._error(400, 21205, "From, To and an absolute Url are required")
        elif resource == "Messages":
            self._json(201, self.api.message(self.api.take(resource, fields)))
        else:
            status = 200 if "/" in resource else 201
            self._json(status, self.api.call(self.api.take(resource, fields)))

    def do_GET(self) -> None:
        if self._refused():
            return
        recording = self.api.recordings.get(self.path.removesuffix(".wav"))
        if recording is None:
            self._error(404, 20404, f"The requested resource {self.path} was not found")
        else:
            self._answer(200, "audio/x-wav", recording)

    def _refused(self) -> bool:
        if self.headers.get("Authorization") == self.api.authorization:
            return False
        self._error(401, 20003, "Authenticate")
        return True

    def _error(self, status: int, code: int, message: str) -> None:
        link = f"https://www.twilio.com/docs/errors/{code}"
        content = {"code": code, "message": message, "more_info": link, "status": status}
        self._json(status, content)

    def _json(self, status: int, content: dict[str, Any]) -> None:
        self._answer(status, "application/json", json.dumps(content).encode())

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are kept in `Api.sent`; nothing is written to the terminal."""


def _complete(fields: dict[str, str]) -> bool:
    sender = fields.get("From") or fields.get("MessagingServiceSid")
    return bool(fields.get("To") and sender and fields.get("Body"))


def _callable(fields: dict[str, str]) -> bool:
    url = fields.get("Url", "")
    return bool(fields.get("To") and fields.get("From") and url.startswith(("http:", "https:")))
