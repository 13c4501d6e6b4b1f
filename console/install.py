"""Puts the page of the staff into an application: called once, by `app.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask, redirect, url_for
from flask_login import LoginManager, UserMixin
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from console.desk import Desk
from console.flow_bench import Bench
from console.flow_measures import PRICES, Prices
from console.guard import IDLE, lasts
from console.line import Line
from console.pages import blueprint
from conversation.jobs.office import Office
from conversation.live import Live
from storage.audit import Audit
from storage.figures import Figures
from storage.logins import Logins
from storage.recordings import Recordings
from storage.staff import StaffMember
from storage.staffing import Staffing
from storage.watching import Watching


class Clerk(UserMixin):
    """Who is logged in."""

    def __init__(self, member: StaffMember) -> None:
        # Ends with the epoch: another password or role, and this login is nobody's.
        self.id = f"{member.id}.{member.epoch}"
        self.member = member
        self.name = member.name
        self.role = member.role


def install(
    app: Flask,
    *,
    watching: Watching,
    logins: Logins,
    staffing: Staffing,
    live: Live,
    recordings: Recordings,
    audit: Audit,
    figures: Figures,
    office: Office,
    secure_cookies: bool,
    flows: Bench | None = None,
    line: Line | None = None,
    prices: Prices | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Add the pages under /console. `app.secret_key` must be set.

    secure_cookies: False only where staff use plain http on their own machine.
    flows: for the pages about flows, which are left out without it.
    line: for the page with the practice telephone, which is left out without it.
    prices: of calls and texts; None: those of the product.
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
    def clerk(login_id: str) -> Clerk | None:
        staff_id = login_id.partition(".")[0]
        member = logins.staff.get(int(staff_id)) if staff_id.isdecimal() and lasts() else None
        found = Clerk(member) if member else None
        return found if found and found.id == login_id else None

    if line:

        @app.get("/phone")
        def phone() -> Response:
            return redirect(url_for("console.phone"))

    app.register_blueprint(
        blueprint(
            Desk(
                watching=watching,
                logins=logins,
                staffing=staffing,
                live=live,
                clock=clock,
                recordings=recordings,
                audit=audit,
                office=office,
                figures=figures,
                flows=flows,
                line=line,
                prices=prices or Prices.read(PRICES),
            ),
            csrf.protect,
            secure_cookies,
            Clerk,
        )
    )
