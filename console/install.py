"""Puts the page of the staff into an application: called once, by `app.py`."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from flask import Flask, redirect, url_for
from flask_login import LoginManager, UserMixin
from flask_wtf.csrf import CSRFProtect
from jinja2 import FileSystemBytecodeCache
from werkzeug.wrappers import Response

from console.desk import Desk
from console.guard import IDLE, lasts
from console.pages import blueprint
from storage.staff import StaffMember


class Clerk(UserMixin):
    """Who is logged in."""

    def __init__(self, member: StaffMember) -> None:
        # Ends with the epoch: another password or role, and this login is nobody's.
        self.id = f"{member.id}.{member.epoch}"
        self.member = member
        self.name = member.name
        self.role = member.role


def install(app: Flask, desk: Desk, *, secure_cookies: bool, compiled: Path | None = None) -> None:
    """Add the pages under /console. `app.secret_key` must be set.

    secure_cookies: False only where staff use plain http on their own machine. compiled: a folder
    that keeps the pages' templates compiled, for the next start.
    """
    if not app.secret_key:
        raise ValueError("app.secret_key must be set before the console is installed")
    app.config.update(
        SESSION_COOKIE_NAME="benefitline_console",
        SESSION_COOKIE_PATH="/",  # the practice telephone opens /voice/stream with it
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=IDLE),
        # A page left open asks and is told by itself: only what a person does keeps it alive.
        SESSION_REFRESH_EACH_REQUEST=False,
        # Webhooks are posts too, and prove themselves by a signature: the pages check their own.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if compiled and _made(compiled):
        # Else the first page of each kind waits for its templates, and turns wait for it.
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    csrf = CSRFProtect(app)
    login = LoginManager(app)

    @login.user_loader
    def clerk(login_id: str) -> Clerk | None:
        staff_id = login_id.partition(".")[0]
        member = desk.staff.get(int(staff_id)) if staff_id.isdecimal() and lasts() else None
        found = Clerk(member) if member else None
        return found if found and found.id == login_id else None

    if desk.line:

        @app.get("/phone")
        def phone() -> Response:
            return redirect(url_for("console.phone"))

    app.register_blueprint(blueprint(desk, csrf.protect, secure_cookies, Clerk))


def _made(folder: Path) -> bool:
    """Is there such a folder that can be written to?"""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
