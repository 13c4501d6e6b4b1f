"""The server under the stand-in's calls: where it is, and how requests to it are signed."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from twilio.request_validator import RequestValidator

from provider.standin.errors import StandinError

PATIENCE_S = 15.0
"""How long the provider waits for an answer to a webhook."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer of the server."""

    status: int
    content_type: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Server:
    """A running server and the account that it shares with the provider.

    url: where it listens ("http://127.0.0.1:8000").
    public_url: the base of the URLs that it gives and that signatures are made over.
    """

    url: str
    public_url: str
    account_sid: str
    auth_token: str

    def post(self, url: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """A signed webhook request; `url` is absolute, or a path under the public URL."""
        url = self.absolute(url)
        signed = self.signed(url, fields) | headers
        signed["Content-Type"] = "application/x-www-form-urlencoded"
        return self._request("POST", url, urlencode(fields), signed)

    def get(self, url: str) -> Answer:
        """A signed request without fields, as for the audio of `<Play>`."""
        url = self.absolute(url)
        return self._request("GET", url, None, self.signed(url, {}))

    def absolute(self, url: str, base: str | None = None) -> str:
        """The public form of a URL found in an answer to `base`, without its fragment."""
        if base is None and url.startswith("/"):
            return self.public_url.rstrip("/") + url.split("#")[0]
        return urljoin(base or self.public_url, url).split("#")[0]

    def signed(self, url: str, fields: Mapping[str, str]) -> dict[str, str]:
        """The headers that prove to the server that the provider is asking."""
        signature = RequestValidator(self.auth_token).compute_signature(url, dict(fields))
        return {"X-Twilio-Signature": signature, "User-Agent": "TwilioProxy/1.1"}

    def reachable(self, url: str) -> SplitResult:
        """Where a public URL is found on this machine; ws(s) becomes what `self.url` speaks."""
        wanted, public, local = urlsplit(url), urlsplit(self.public_url), urlsplit(self.url)
        if wanted.netloc != public.netloc:
            raise StandinError(f"The server points to {url}, which is not under {self.public_url}.")
        path = wanted.path.removeprefix(public.path.rstrip("/"))
        scheme = local.scheme
        if wanted.scheme in ("ws", "wss"):
            scheme = "wss" if local.scheme == "https" else "ws"
        return wanted._replace(
            scheme=scheme, netloc=local.netloc, path=local.path.rstrip("/") + path
        )

    def _request(
        self, method: str, url: str, body: str | None, headers: Mapping[str, str]
    ) -> Answer:
        place = self.reachable(url)
        secure = place.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(place.netloc, timeout=PATIENCE_S)
        target = place.path + (f"?{place.query}" if place.query else "")
        try:
            connection.request(method, target, body, dict(headers))
            response = connection.getresponse()
            return Answer(response.status, response.headers.get_content_type(), response.read())
        except (OSError, http.client.HTTPException) as error:
            raise StandinError(f"The server at {self.url} does not answer: {error}.") from error
        finally:
            connection.close()
