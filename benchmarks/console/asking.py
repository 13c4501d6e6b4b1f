"""Staff who ask for pages over a kept connection, as their browsers do."""

from __future__ import annotations

import html
import http.client
import re
import time
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_NEWS = re.compile(r'hx-get="([^"]+)" hx-trigger="every')


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


def follow(visitor: Visitor, path: str, until: float, every: float = 1.0) -> int:
    """Have a page open and let it ask for news, as its script does; answers how often it did."""
    found, asked = _NEWS.search(visitor.get(path)), 0
    while found and time.monotonic() < until:
        time.sleep(every)
        news = visitor.get(html.unescape(found[1]))
        found = _NEWS.search(news) or found
        asked += 1
    return asked
