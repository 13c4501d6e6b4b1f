"""The institution's registry as an HTTP service: its address, our credentials, one exchange."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from storage.institution.errors import Failed
from storage.institution.messages import read

_LARGEST = 4_000_000
"""Bytes of an answer."""
_EARLY_S = 30.0
"""A token is renewed this long before it ends."""
_SHORTEST_TOKEN_S = 60.0


@dataclass(frozen=True)
class Access:
    """Where the registry is and how we show who we are."""

    url: str
    """Without a slash at the end; `/registry/sync/search` is added."""
    token_url: str
    client_id: str
    secret: str


class Bearer(requests.auth.AuthBase):
    """The token of a request; as `auth`, so that no .netrc takes its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Door:
    """Posts to the registry, with a token that is fetched when it is needed. Thread-safe."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._sessions = threading.local()
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def search(self, body: bytes, seconds: float) -> bytes:
        """The answer to a search. seconds: for each wait for the network. Raises Failed."""
        token = self._fresh_token(seconds)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        url = f"{self._access.url}/registry/sync/search"
        try:
            return self._post(url, seconds, Bearer(token), data=body, headers=headers)
        except Failed as error:
            if error.reason == "unauthorised":
                self._forget(token)  # the next try gets another
            raise

    def _fresh_token(self, seconds: float) -> str:
        # Those who wait here wait for the token that all of them need, but no longer than they may.
        if not self._lock.acquire(timeout=seconds):
            raise Failed("timeout")
        try:
            if time.monotonic() >= self._good_until:
                self._token, lasts = self._new_token(seconds)
                self._good_until = time.monotonic() + max(_SHORTEST_TOKEN_S, lasts) - _EARLY_S
            return self._token
        finally:
            self._lock.release()

    def _forget(self, token: str) -> None:
        with self._lock:
            if token == self._token:
                self._good_until = 0.0

    def _new_token(self, seconds: float) -> tuple[str, float]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._access.client_id,
            "client_secret": self._access.secret,
        }
        body = self._post(self._access.token_url, seconds, _Nobody(), data=form)
        try:
            answer = read(body)
            return str(answer["access_token"]), float(answer.get("expires_in", 0))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Failed("no token") from None

    def _post(self, url: str, seconds: float, auth: Any, **content: Any) -> bytes:
        try:
            # No redirects: neither the token nor a person's number follows one.
            with self._session.post(
                url, auth=auth, timeout=seconds, allow_redirects=False, stream=True, **content
            ) as response:
                _check(response)
                return _read(response, time.monotonic() + seconds)
        except (requests.Timeout, ReadTimeoutError):
            raise Failed("timeout") from None
        except (requests.RequestException, HTTPError):
            raise Failed("connection") from None

    @property
    def _session(self) -> requests.Session:
        """This thread's connections, kept open between requests."""
        if not hasattr(self._sessions, "session"):
            self._sessions.session = requests.Session()
        session: requests.Session = self._sessions.session
        return session


class _Nobody(requests.auth.AuthBase):
    """Sends no credentials of the machine's own."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _check(response: requests.Response) -> None:
    status = response.status_code
    if status == 200:
        return
    if status in (429, 503):
        raise Failed("busy", after_s=_retry_after(response.headers.get("Retry-After", "")))
    if status >= 500:
        raise Failed("server_error")
    if status == 401:
        raise Failed("unauthorised")
    # What was asked or how: the same again gets the same answer.
    raise Failed("refused", again=False)


def _read(response: requests.Response, deadline: float) -> bytes:
    """The body. It is read as it comes: one that comes drop by drop would else hold this thread for
    as long as it likes, since a socket's time-out is for a single drop."""
    content = bytearray()
    while piece := response.raw.read1(65536, decode_content=True):
        content += piece
        if len(content) > _LARGEST:
            raise Failed("too_long", again=False)
        if time.monotonic() > deadline:
            raise Failed("timeout")
    return bytes(content)


def _retry_after(value: str) -> float:
    """Seconds, from a number of them or a date; 0 where it says nothing."""
    if value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return 0.0
