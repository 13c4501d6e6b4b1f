"""Logging in and out."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from console import shown
from console.access import for_all, for_staff, while_owing, who
from console.desk import Desk
from console.guard import inside
from console.navigation import home
from console.rate import Rate
from console.texts import COOKIE, LANGUAGES, text
from storage.lock_outs import LockedOut
from storage.staff import LONGEST_NAME, StaffMember

LONGEST_CODE = 40
"""Characters of a code, with spaces."""
MOST_ATTEMPTS = (120, 60.0)
"""Times within seconds, from one address: enough for an office that begins its day at once."""
_PENDING = 5 * 60
"""Seconds for the code, after the password."""

Clerk = Callable[[StaffMember], UserMixin]


def add(pages: Blueprint, desk: Desk, clerk: Clerk) -> None:
    """Add the forms for logging in, and the buttons for logging out and for the language."""
    _with_password(pages, desk, clerk)
    _with_code(pages, desk, clerk)

    @pages.get("/")
    @for_staff
    def first() -> BaseResponse:
        return redirect(home())

    @pages.post("/language")
    @for_all
    def choose_language() -> BaseResponse:
        chosen, came_from = request.form.get("language", ""), request.form.get("next", "")
        back = inside(came_from) if current_user.is_authenticated else url_for("console.login")
        response = redirect(back)
        if chosen in LANGUAGES:
            response.set_cookie(COOKIE, chosen, max_age=365 * 86400, httponly=True, samesite="Lax")
        return response

    @pages.post("/logout")
    @for_staff
    @while_owing
    def leave() -> BaseResponse:
        desk.audit.record(who(), "log_out", f"staff {who().name}")
        logout_user()
        session.clear()
        return redirect(url_for("console.login"))


def _with_password(pages: Blueprint, desk: Desk, clerk: Clerk) -> None:
    attempts = Rate(*MOST_ATTEMPTS)

    @pages.get("/login")
    @for_all
    def login() -> str | BaseResponse:
        if current_user.is_authenticated:
            return redirect(inside(request.args.get("next", "")))
        return _form(text("access.ended") if "expired" in request.args else "")

    @pages.post("/login")
    @for_all
    def enter() -> str | BaseResponse:
        name = request.form.get("name", "")[: LONGEST_NAME + 1]
        key = f"{name.strip().casefold()} {request.remote_addr}"
        if wait := desk.throttle.wait(key) or attempts.wait(str(request.remote_addr)):
            return _refused(
                _form, text("login.wait", duration=shown.duration(ceil(wait), "long")), wait
            )
        try:
            member = desk.logins.password(name, request.form.get("password", ""))
        except LockedOut as locked:
            return _refused(_form, too_many(locked), locked.wait_s)
        if member is None:
            desk.throttle.failed(key)
            return _refused(_form, text("login.wrong"))
        desk.throttle.succeeded(key)
        came_from = request.form.get("next", "")
        if not desk.logins.asks_code(member):
            return let_in(desk, clerk, member, came_from)
        session.clear()
        session["pending"] = [member.id, member.epoch, int(time.time())]
        return redirect(url_for("console.login_code", next=came_from or None))


def _with_code(pages: Blueprint, desk: Desk, clerk: Clerk) -> None:
    @pages.get("/login/code")
    @for_all
    def login_code() -> str | BaseResponse:
        return _code_form("") if _pending(desk) else redirect(url_for("console.login"))

    @pages.post("/login/code")
    @for_all
    def enter_code() -> str | BaseResponse:
        member = _pending(desk)
        came_from = request.form.get("next", "")
        if member is None:
            return redirect(url_for("console.login", next=came_from or None))
        try:
            right = desk.logins.code(member, request.form.get("code", "")[:LONGEST_CODE])
        except LockedOut as locked:
            return _refused(_code_form, too_many(locked), locked.wait_s)
        if not right:
            return _refused(_code_form, text("access.wrong_code"))
        return let_in(desk, clerk, member, came_from)


def let_in(desk: Desk, clerk: Clerk, member: StaffMember, came_from: str) -> BaseResponse:
    """Begin a login, and go to the page that was asked for."""
    begin(clerk, member)
    desk.logins.entered(member, where="console")
    return redirect(inside(came_from))


def begin(clerk: Clerk, member: StaffMember) -> None:
    """The session of a login, in which nothing from before is carried on."""
    session.clear()
    session.permanent = True
    session["since"] = int(time.time())
    login_user(clerk(member))


def too_many(locked: LockedOut) -> str:
    """What somebody is told who has to wait, whether or not their name is anybody's."""
    return text("login.wait", duration=shown.duration(ceil(locked.wait_s)))


def _pending(desk: Desk) -> StaffMember | None:
    """Whoever has given the right password a short while ago and owes the code."""
    staff_id, epoch, at = session.get("pending") or (0, 0, 0)
    member = desk.staff.get(staff_id) if time.time() - at < _PENDING else None
    return member if member and member.epoch == epoch else None


def _form(notice: str) -> str:
    came_from = request.values.get("next", "")
    return render_template(
        "console/login.html",
        notice=notice,
        came_from=came_from,
        name=request.form.get("name", "")[:LONGEST_NAME],
        longest_name=LONGEST_NAME,
    )


def _code_form(notice: str) -> str:
    return render_template(
        "console/access/code.html",
        notice=notice,
        came_from=request.values.get("next", ""),
        longest=LONGEST_CODE,
    )


def _refused(form: Callable[[str], str], notice: str, wait: float = 0) -> Response:
    response = make_response(form(notice), 429 if wait else 403)
    if wait:
        response.headers["Retry-After"] = str(ceil(wait))
    return response
