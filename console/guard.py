"""What holds for every page: who may see it, how long a login lasts, and its headers."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

IDLE = 30 * 60
"""Seconds without anything done by a person after which a login ends."""

OPEN = frozenset({"console.login", "console.enter", "console.static"})
"""The endpoints that need no login."""

POLLS = frozenset(
    {
        "console.live_news",
        "console.conversation_news",
        "console.call_news",
        "console.text_news",
    }
)
"""Asked for by the page itself: they do not prolong a login."""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the arrows of Pico's form fields
        "connect-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}


def guard(pages: Blueprint, check_form: Callable[[], None], secure: bool) -> None:
    """Let every page but those in `OPEN` need a login, every post a token, and set headers."""

    @pages.before_request
    def only_staff() -> BaseResponse | None:
        if request.endpoint == "console.static":
            return None
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            check_form()
        if request.endpoint in OPEN:
            return None
        if not current_user.is_authenticated:
            return _to_login()
        if request.endpoint not in POLLS:
            session["active"] = int(time.time())  # a changed session is sent again, with its age
        return None

    @pages.after_request
    def with_headers(response: Response) -> Response:
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "console.static":
            response.headers["Cache-Control"] = "no-store"
        return response


def _to_login() -> BaseResponse:
    if request.accept_mimetypes.best == "application/json":
        return Response("{}", status=401, mimetype="application/json")
    if request.endpoint in POLLS:
        # htmx follows this header with the whole page, where a redirect would fill a fragment.
        page = request.headers.get("HX-Current-URL", "")
        came_from = "/" + page.split("://", 1)[-1].partition("/")[2] if page else ""
        login = url_for("console.login", next=came_from or None, expired=1)
        return Response(status=401, headers={"HX-Redirect": login})
    came_from = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("console.login", next=came_from or None))


def inside(address: str) -> str:
    """`address` if it is a page of the console, else the live page: nobody is sent elsewhere."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/console/") else url_for("console.live")
