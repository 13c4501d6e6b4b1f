"""Is it really Twilio? Checks the signature that every one of its requests carries.

Twilio signs base64(HMAC-SHA1(auth token, URL + every form key and value, sorted by key)). The
scheme puts nothing between a key and its value and no time on a request, so a captured request
can be sent again as it is: what it does must be safe to do twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from flask import Response, request
from prometheus_client import Counter
from twilio.request_validator import RequestValidator

HEADER = "X-Twilio-Signature"
MAX_BODY_BYTES = 64 * 1024
"""Twilio's largest form, a text of 1,600 emoji with ten media addresses, stays under 24 kB."""

REFUSED = Counter(
    "benefitline_refused_requests",
    "Requests to a webhook that did not carry a valid signature of the provider",
    ["reason"],
)

Form = Mapping[str, str | list[str]]


class Guard:
    """Knows the secret and the address that the provider was given."""

    def __init__(self, auth_token: str, public_url: str) -> None:
        """public_url: how the provider reaches this server: `https://host[:port][/prefix]`.

        Raises ValueError when it is not an http or https address, or the token is empty.
        """
        parts = urlsplit(public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"the public address must begin with https://, not {public_url!r}")
        if not auth_token:
            # An empty key would make signatures that anybody can compute.
            raise ValueError("the provider's auth token is empty")
        self._url = public_url.rstrip("/")
        self._socket_url = "ws" + self._url.removeprefix("http")
        self._validator = RequestValidator(auth_token)

    def accepts(self, path_and_query: str, form: Form, signature: str | None) -> bool:
        """Was this request signed with our token? Wrong in any way is False, never an exception.

        path_and_query: as requested, percent-encoding and all, from the first slash on.
        """
        return self._signed(self._url + path_and_query, form, signature)

    def accepts_socket(self, path: str, signature: str | None) -> bool:
        """The same for the opening of a WebSocket, which has no form.

        Twilio signs the `wss://` address. The `https://` form of it is accepted too, for a provider
        or proxy that opens the socket under that name: only the token's holder can have signed it.
        """
        urls = (self._socket_url + path, self._url + path)
        return any(self._signed(url, {}, signature) for url in urls)

    def require(self) -> Response | None:
        """For `blueprint.before_request`: None lets the request through, else the answer is 403.

        A form above MAX_BODY_BYTES is answered with 413 by werkzeug as soon as it is read.
        """
        request.max_content_length = MAX_BODY_BYTES
        signature = request.headers.get(HEADER)
        if not signature:
            return _refusal("missing", "This address answers the telephone provider only.")
        if not self.accepts(_requested(), request.form.to_dict(flat=False), signature):
            return _refusal("wrong", "The signature does not match this request.")
        return None

    def _signed(self, url: str, form: Form, signature: str | None) -> bool:
        if not signature or not signature.isascii():
            return False
        try:
            return bool(self._validator.validate(url, _Values(form), signature))
        except ValueError:  # lone surrogates and other text that has no bytes to sign
            return False


class _Values(dict[str, str | list[str]]):
    """A form in which a key may have several values, as the validator wants to read it."""

    def getlist(self, key: str) -> list[str]:
        value = self[key]
        return [value] if isinstance(value, str) else value


def _requested() -> str:
    """Path and query of the request as the provider wrote them.

    The server decodes the path, and encoding it again need not give the same text; servers keep
    the original in RAW_URI. The host is never taken from the request.
    """
    raw = str(request.environ.get("RAW_URI", ""))
    if raw.startswith("/"):
        return raw
    query = request.query_string.decode("latin-1")
    return quote(request.path, safe="/:@!$&'()*+,;=-._~") + (f"?{query}" if query else "")


def _refusal(reason: str, sentence: str) -> Response:
    REFUSED.labels(reason=reason).inc()
    return Response(sentence + "\n", status=403, mimetype="text/plain")
