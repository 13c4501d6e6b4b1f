"""Logging in and out."""

from __future__ import annotations

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
from console.access import for_all, for_staff
from console.desk import Desk
from console.guard import inside
from console.navigation import home
from console.texts import COOKIE, LANGUAGES, text
from storage.staff import LONGEST_NAME, StaffMember


def add(pages: Blueprint, desk: Desk, clerk: Callable[[StaffMember], UserMixin]) -> None:
    """Add the way to the first page, the form for logging in, and the button for logging out."""

    @pages.get("/")
    @for_staff
    def first() -> BaseResponse:
        return redirect(home())

    @pages.get("/login")
    @for_all
    def login() -> str | BaseResponse:
        if current_user.is_authenticated:
            return redirect(home())
        return _form(text("login.expired") if "expired" in request.args else "")

    @pages.post("/login")
    @for_all
    def enter() -> str | BaseResponse:
        name = request.form.get("name", "")[: LONGEST_NAME + 1]
        key = f"{name.strip().casefold()} {request.remote_addr}"
        wait = desk.throttle.wait(key)
        if wait:
            left = shown.duration(ceil(wait), "long")
            return _refused(text("login.wait", duration=left), 429, wait)
        member = desk.staff.check(name, request.form.get("password", ""))
        if member is None:
            desk.throttle.failed(key)
            return _refused(text("login.wrong"), 403)
        desk.throttle.succeeded(key)
        session.clear()  # nothing from before the login is carried into it
        session.permanent = True
        login_user(clerk(member))
        return redirect(inside(request.form.get("next", "")))

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
    def leave() -> BaseResponse:
        logout_user()
        session.clear()
        return redirect(url_for("console.login"))


def _form(notice: str) -> str:
    came_from = request.values.get("next", "")
    return render_template(
        "console/login.html",
        notice=notice,
        came_from=came_from,
        name=request.form.get("name", "")[:LONGEST_NAME],
        longest_name=LONGEST_NAME,
    )


def _refused(notice: str, status: int, wait: float = 0) -> Response:
    response = make_response(_form(notice), status)
    if wait:
        response.headers["Retry-After"] = str(ceil(wait))
    return response
