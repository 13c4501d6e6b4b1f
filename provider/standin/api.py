"""The provider's REST API on this machine: takes texts and calls, keeps recordings."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import ThreadingHTTPServer
from types import TracebackType

from provider.standin.api_handler import ApiHandler
from provider.standin.ids import new_sid
from provider.standin.recording import as_wave
from provider.standin.server import Server


@dataclass
class Sent:
    """Something that the server asked the API for: its path under the account, and the fields."""

    sid: str
    resource: str
    """"Messages", "Calls", or "Calls/CA…" for a change of a call in progress."""
    fields: dict[str, str]
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Api:
    """Runs from entry to exit of its `with`; `url` is what the server is given as the API."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        decode: Callable[[bytes], bytes] | None = None,
        port: int = 0,
    ) -> None:
        """decode: mu-law to 16-bit little-endian PCM; only recordings need it."""
        self.account_sid, self._auth_token, self._decode = account_sid, auth_token, decode
        self.sent: list[Sent] = []
        self.recordings: dict[str, bytes] = {}
        self.refuses: tuple[int, int, str] | None = None
        """Status, error code and message for every further text or call, to see what the server
        does."""
        self._http = ThreadingHTTPServer(("127.0.0.1", port), ApiHandler)
        self._http.api = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def texts(self) -> list[Sent]:
        """The texts that the server sent, in order."""
        return [sent for sent in self.sent if sent.resource == "Messages"]

    @property
    def calls(self) -> list[Sent]:
        """The calls that the server had placed, in order; `PhoneCall.answering` answers one."""
        return [sent for sent in self.sent if sent.resource == "Calls"]

    @property
    def authorization(self) -> str:
        """The header that proves the server to be the account's."""
        both = f"{self.account_sid}:{self._auth_token}".encode()
        return "Basic " + base64.b64encode(both).decode()

    def take(self, resource: str, fields: dict[str, str]) -> Sent:
        """Keep what was asked for."""
        sent = Sent(new_sid("SM" if resource == "Messages" else "CA"), resource, fields)
        self.sent.append(sent)
        return sent

    def keep_recording(self, audio: bytes) -> str:
        """Keep mu-law audio as a recording; answers its URL, to which the server adds `.wav`."""
        if self._decode is None:
            raise ValueError("recordings need a mu-law decoder")
        path = f"/2010-04-01/Accounts/{self.account_sid}/Recordings/{new_sid('RE')}"
        self.recordings[path] = as_wave(self._decode(audio))
        return self.url + path

    def report(self, server: Server, sent: Sent, status: str, error_code: str = "") -> int:
        """Post a delivery callback for a text; answers the HTTP status the server gave."""
        fields = {
            "AccountSid": self.account_sid,
            "MessageSid": sent.sid,
            "SmsSid": sent.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "From": sent.fields.get("From", ""),
            "To": sent.fields.get("To", ""),
            "ApiVersion": "2010-04-01",
        }
        if error_code:
            fields["ErrorCode"] = error_code
        return server.post(sent.fields["StatusCallback"], fields).status

    def not_reached(self, server: Server, asked: Sent, status: str) -> int:
        """Report that nobody took a call (`busy`, `no-answer` or `failed`); answers the HTTP
        status the server gave."""
        fields = {
            "AccountSid": self.account_sid,
            "CallSid": asked.sid,
            "CallStatus": status,
            "CallDuration": "0",
            "Direction": "outbound-api",
            "From": asked.fields["From"],
            "To": asked.fields["To"],
            "ApiVersion": "2010-04-01",
        }
        return server.post(asked.fields["StatusCallback"], fields).status

    def message(self, sent: Sent) -> dict[str, object]:
        """A text as the API describes it."""
        stamp = format_datetime(sent.at)
        path = f"/2010-04-01/Accounts/{self.account_sid}/Messages/{sent.sid}"
        return {
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "body": sent.fields.get("Body", ""),
            "date_created": stamp,
            "date_sent": None,
            "date_updated": stamp,
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": sent.fields.get("From"),
            "messaging_service_sid": sent.fields.get("MessagingServiceSid"),
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "sid": sent.sid,
            "status": "queued",
            "subresource_uris": {"media": f"{path}/Media.json"},
            "to": sent.fields.get("To"),
            "uri": f"{path}.json",
        }

    def call(self, sent: Sent) -> dict[str, object]:
        """A call as the API describes it, in the fields that matter here."""
        sid = sent.resource.partition("/")[2] or sent.sid
        return {
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "direction": "outbound-api",
            "from": sent.fields.get("From"),
            "sid": sid,
            "status": sent.fields.get("Status", "queued"),
            "to": sent.fields.get("To"),
            "uri": f"/2010-04-01/Accounts/{self.account_sid}/Calls/{sid}.json",
        }

    def __enter__(self) -> Api:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)
