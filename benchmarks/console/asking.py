"""Staff who ask for pages over a kept connection, as their browsers do."""

from __future__ import annotations

import html
import http.client
import re
import time
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_NEWS = re.compile(r'data-news="([^"]+)"')
_PART = re.compile(r'<\w+ id="(\w+)"[^>]* data-seen="([^"]+)"')


class Visitor:
    """Somebody of the staff, logged in where a cookie is given or `log_in` was called."""

    def __init__(self, url: str, cookie: str = "") -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.cookie = cookie

    def log_in(self, name: str, password: str) -> None:
        """Log in by the form."""
        _, page = self.ask("GET", "/console/login")
        token = _TOKEN.search(page)
        form = urlencode(
            {"csrf_token": token[1] if token else "", "name": name, "password": password}
        )
        status, _ = self.ask("POST", "/console/login", form)
        if status != 302:
            raise RuntimeError(f"the login was answered with {status}")

    def get(self, path: str) -> str:
        """A page. Raises RuntimeError for anything else."""
        status, page = self.ask("GET", path)
        if status not in (200, 204):
            raise RuntimeError(f"{path} was answered with {status}")
        return page

    def timed(self, path: str) -> float:
        """How long a page takes, in ms."""
        began = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - began) * 1000

    def listen(self, path: str, until: float) -> int:
        """Be told news until then or until the server ends it; answers how often.

        Raises RuntimeError where there is no place.
        """
        self._connection.request("GET", path, headers={"Cookie": self.cookie})
        response = self._connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"{path} was answered with {response.status}")
        told = 0
        for line in response:
            told += line.startswith(b"data: ")
            if time.monotonic() >= until:
                self._connection.close()
                break
        return told

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """A request; answers the status and the text."""
        headers = {"Cookie": self.cookie, "Accept-Language": "en"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        for given in response.headers.get_all("Set-Cookie", []):
            if given.startswith("benefitline_console="):
                self.cookie = given.partition(";")[0]
        return response.status, response.read().decode()


def follow(visitor: Visitor, page: str, until: float) -> int:
    """With this page open, be told news as its script is; answers how often there were any."""
    address = html.unescape(_NEWS.findall(page)[0])
    seen = urlencode(_PART.findall(page))
    return visitor.listen(f"{address}{'&' if '?' in address else '?'}{seen}", until)
