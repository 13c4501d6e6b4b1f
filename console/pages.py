"""The pages of the staff as one blueprint."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, current_app, render_template
from flask_login import UserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from console import (
    account,
    cases,
    decisions,
    entry,
    explained,
    figures,
    find,
    flows,
    live,
    navigation,
    overhearing,
    phone,
    promises,
    recorded,
    shown,
    staffing,
    teach,
    trail,
    unmasking,
    watch,
)
from console.access import for_staff, may
from console.desk import Desk
from console.going_on import GoingOnNow
from console.guard import guard, sent_from
from console.help import acting
from console.texts import LANGUAGES, language, name, text
from storage.staff import StaffMember

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def blueprint(
    desk: Desk,
    check_form: Callable[[], None],
    secure: bool,
    clerk: Callable[[StaffMember], UserMixin],
) -> Blueprint:
    """All pages, under /console.

    check_form: raises `CSRFError` for a post without its token. clerk: who logs in.
    """
    pages = Blueprint(
        "console",
        __name__,
        url_prefix="/console",
        template_folder="templates",
        static_folder="static",
    )
    guard(pages, check_form, secure, desk.logins.owes)
    entry.add(pages, desk, clerk)
    account.add(pages, desk, clerk)
    now = GoingOnNow(desk)
    live.add(pages, desk, now)
    watch.add(pages, desk, now)
    find.add(pages, desk)
    promises.add(pages, desk)
    recorded.add(pages, desk)
    cases.add(pages, desk)
    decisions.add(pages, desk)
    teach.add(pages, desk)
    staffing.add(pages, desk)
    trail.add(pages, desk)
    unmasking.add(pages, desk)
    if desk.flows:
        flows.add(pages, desk)
    figures.add(pages, desk)
    if desk.help:
        acting.add(pages, desk, desk.help, partial(watch.page, desk))
    if desk.overhearing:
        overhearing.add(pages, desk, desk.overhearing)
    if desk.line:
        phone.add(pages, desk, desk.line)
    _errors(pages)

    @pages.context_processor
    def words() -> dict[str, Any]:
        return {
            "t": text,
            "name": name,
            "shown": shown,
            "explained": explained,
            "may_hear": recorded.may_hear,
            "may": may,
            "titled": partial(shown.titled, desk.library),
            "placed": partial(shown.placed, desk.library),
            "navigation": navigation,
            "home": navigation.home,
            "unmask_reasons": unmasking.REASONS,
            "tongues": LANGUAGES,
            "tongue": language(),
        }

    return pages


def _errors(pages: Blueprint) -> None:
    """Say in plain words what went wrong."""

    @pages.route("/<path:missing>", methods=_METHODS)
    @for_staff
    def missing(missing: str) -> str:
        # An address that is not ours would else get the bare page of the framework.
        abort(404)

    @pages.errorhandler(CSRFError)
    def expired(error: CSRFError) -> tuple[str, int]:
        return render_template("console/error.html", code="400", back=sent_from()), 400

    @pages.errorhandler(403)
    @pages.errorhandler(404)
    def refused(error: HTTPException) -> tuple[str, int]:
        code = error.code or 404
        return render_template("console/error.html", code=str(code)), code

    @pages.errorhandler(500)
    def failed(error: HTTPException) -> tuple[str, int]:
        # Without the request's context: asking who is logged in may be what failed.
        template = current_app.jinja_env.get_template("console/failed.html")
        return template.render(t=text, tongue=language(), static="/console/static"), 500
