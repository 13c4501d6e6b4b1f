"""Puts the page of the staff into an application: called once, by `app.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask, redirect, url_for
from flask_login import LoginManager, UserMixin
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from console.desk import Desk
from console.guard import IDLE
from console.help.desk import Help
from console.line import Line
from console.overhearing import Overhearing
from console.pages import blueprint
from conversation.live import Live
from flows import Library
from storage.audit import Audit
from storage.callbacks import Callbacks
from storage.recordings import Recordings
from storage.staff import Staff, StaffMember
from storage.watching import Watching


class Clerk(UserMixin):
    """Who is logged in."""

    def __init__(self, member: StaffMember) -> None:
        self.id = str(member.id)
        self.member = member
        self.name = member.name
        self.role = member.role


def install(
    app: Flask,
    *,
    watching: Watching,
    staff: Staff,
    live: Live,
    recordings: Recordings,
    audit: Audit,
    callbacks: Callbacks,
    secure_cookies: bool,
    line: Line | None = None,
    help_: Help | None = None,
    library: Library | None = None,
    overhearing: Overhearing | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Add the pages under /console. `app.secret_key` must be set.

    secure_cookies: False only where staff use plain http on their own machine.
    line: for the page with the practice telephone, which is left out without it.
    help_: for helping in conversations, which is left out without it.
    library: the flows, for what they are called. overhearing: for listening in on calls.
    clock: the clock of the turns; its zone is the one that times are shown in.
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
        # A page left open asks for news every second: only what a person does keeps it alive.
        SESSION_REFRESH_EACH_REQUEST=False,
        # Webhooks are posts too, and prove themselves by a signature: the pages check their own.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    csrf = CSRFProtect(app)
    login = LoginManager(app)

    @login.user_loader
    def clerk(staff_id: str) -> Clerk | None:
        member = staff.get(int(staff_id)) if staff_id.isdecimal() else None
        return Clerk(member) if member else None

    if line:

        @app.get("/phone")
        def phone() -> Response:
            return redirect(url_for("console.phone"))

    app.register_blueprint(
        blueprint(
            Desk(
                watching,
                staff,
                live,
                clock,
                recordings,
                audit,
                callbacks,
                line,
                help_,
                library,
                overhearing,
            ),
            csrf.protect,
            secure_cookies,
            Clerk,
        )
    )
