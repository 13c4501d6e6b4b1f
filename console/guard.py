"""What holds for every page: who may see it, how long a login lasts, and its headers."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Response, abort, current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from console.access import may, rule_of
from console.navigation import home
from storage.staff import StaffMember

IDLE = 30 * 60
"""Seconds without anything done by a person after which a login ends."""
LONGEST = 12 * 60 * 60
"""Seconds after which it ends whatever is done."""

_log = structlog.get_logger()
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


def guard(
    pages: Blueprint,
    check_form: Callable[[], None],
    secure: bool,
    owes: Callable[[StaffMember], str],
) -> None:
    """Keep the rule that each page states (`console.access`), let every post need a token, and set
    headers. A page without a rule is for nobody.

    owes: what somebody has to do on the page of their account before anything else, or "".
    """

    @pages.before_request
    def only_who_may() -> BaseResponse | None:
        if request.endpoint == "console.static":
            return None
        rule = rule_of(_view())
        # Before the token, which ended with the login: what was typed is not lost by an error.
        if rule != "all" and not current_user.is_authenticated:
            return _to_login()
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            check_form()
        if rule == "all":
            return None
        if owes(current_user.member) and not getattr(_view(), "while_owing", False):
            return redirect(url_for("console.account"))
        if rule is None or not (rule == "staff" or may(rule)):
            _log.warning("refused", page=request.path, staff=current_user.name)
            abort(403)
        if not _by_page():
            session["active"] = int(time.time())  # a changed session is sent again, with its age
        return None

    _headers(pages, secure)


def _headers(pages: Blueprint, secure: bool) -> None:
    @pages.after_request
    def with_headers(response: Response) -> Response:
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "console.static":
            response.headers["Cache-Control"] = "no-store"
        return response


def lasts() -> bool:
    """Is the login at hand younger than the longest one?"""
    age = time.time() - float(session.get("since", 0))
    return 0 <= age < LONGEST


def _to_login() -> BaseResponse:
    if request.accept_mimetypes.best == "application/json":
        return Response("{}", status=401, mimetype="application/json")
    if _by_page() or "HX-Request" in request.headers:
        # htmx follows this header with the whole page, where a redirect would fill a fragment.
        page = request.headers.get("HX-Current-URL", "")
        came_from = "/" + page.split("://", 1)[-1].partition("/")[2] if page else ""
        login = url_for("console.login", next=came_from or None, expired=1)
        return Response(status=401, headers={"HX-Redirect": login})
    if request.method == "GET":
        return redirect(url_for("console.login", next=request.full_path.rstrip("?") or None))
    # Back to the page with the form, where `keeping.js` fills in what was typed.
    return redirect(url_for("console.login", next=sent_from() or None, expired=1))


def sent_from() -> str:
    """The page of ours that a form was sent from; empty where it is none."""
    page = urlsplit(request.referrer or "")
    query = f"?{page.query}" if page.query else ""
    return page.path + query if page.netloc == request.host else ""


def _view() -> Callable[..., object] | None:
    return current_app.view_functions.get(request.endpoint or "")


def _by_page() -> bool:
    return getattr(_view(), "asked_by_page", False)


def inside(address: str) -> str:
    """`address` if it is a page of the console, else the first page: nobody is sent elsewhere."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/console/") else home()
