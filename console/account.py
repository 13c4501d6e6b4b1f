"""What everybody of the staff looks after themselves: their password and authenticator app."""

from __future__ import annotations

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from console.access import for_staff, while_owing, who
from console.desk import Desk
from console.entry import LONGEST_CODE, Clerk, begin, too_many
from console.texts import text
from storage.lock_outs import LockedOut
from storage.staff import LONGEST_PASSWORD, SHORTEST_PASSWORD, StaffError

Answer = str | BaseResponse | tuple[str, int]


def add(pages: Blueprint, desk: Desk, clerk: Clerk) -> None:
    """Add the page of one's account, and what it does."""

    @pages.get("/account")
    @for_staff
    @while_owing
    def account() -> str:
        return _page(desk)

    @pages.post("/account/password")
    @for_staff
    @while_owing
    def change_password() -> Answer:
        new = request.form.get("new", "")
        if refused := _not_theirs(desk):
            return _page(desk, refused), 403
        if new != request.form.get("again", ""):
            return _page(desk, text("access.not_twice")), 400
        if new == request.form.get("password"):
            return _page(desk, text("access.same_password")), 400
        try:
            member = desk.staff.change_password(who(), new)
        except StaffError:
            said = text("access.bad_password", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
            return _page(desk, said), 400
        desk.audit.record(member, "change_password", f"staff {member.name}")
        begin(clerk, member)  # all other logins have ended
        return redirect(url_for("console.account", done="password"))

    _with_app(pages, desk, clerk)


def _with_app(pages: Blueprint, desk: Desk, clerk: Clerk) -> None:
    """Setting the authenticator app up."""

    @pages.post("/account/app")
    @for_staff
    @while_owing
    def offer_app() -> Answer:
        if refused := _not_theirs(desk):
            return _page(desk, refused), 403
        desk.logins.factors.offer(who())
        return redirect(url_for("console.app_offered"))

    @pages.get("/account/app")
    @for_staff
    @while_owing
    def app_offered() -> Answer:
        if not desk.logins.factors.offered(who()):
            return redirect(url_for("console.account"))
        return _offered(desk)

    @pages.post("/account/app/confirm")
    @for_staff
    @while_owing
    def confirm_app() -> Answer:
        codes = desk.logins.factors.confirm(who(), request.form.get("code", "")[:LONGEST_CODE])
        if codes is None:
            return _offered(desk, text("access.wrong_code")), 400
        desk.audit.record(who(), "set_up_app", f"staff {who().name}")
        member = desk.staff.named(who().name)
        begin(clerk, member)  # those without the app have ended
        return render_template("console/access/recovery.html", codes=codes)

    _without_app(pages, desk, clerk)


def _without_app(pages: Blueprint, desk: Desk, clerk: Clerk) -> None:
    """Removing it."""

    @pages.post("/account/app/remove")
    @for_staff
    def remove_app() -> Answer:
        if desk.logins.policy == "required":
            return _page(desk, text("access.required")), 403
        if refused := _not_theirs(desk):
            return _page(desk, refused), 403
        try:
            desk.staffing.reset_factor(who(), who().id)
        except StaffError:
            return _page(desk, text("access.no_app")), 400
        begin(clerk, desk.staff.named(who().name))
        return redirect(url_for("console.account", done="removed"))


def _not_theirs(desk: Desk) -> str:
    """Why the password in the form does not do; empty when it is theirs.

    A page that somebody left open is not enough to take their account over.
    """
    try:
        member = desk.logins.password(who().name, request.form.get("password", ""))
    except LockedOut as locked:
        return too_many(locked)
    if member is None:
        return text("access.wrong_password")
    desk.logins.lock_outs.forget(member.name)
    return ""


def _page(desk: Desk, notice: str = "") -> str:
    done = request.args.get("done", "")
    return render_template(
        "console/access/account.html",
        notice=notice,
        done=done if done in ("password", "removed") else "",
        owes=desk.logins.owes(who()),
        policy=desk.logins.policy,
        enrolled=who().enrolled,
        codes_left=desk.logins.factors.left(who()),
        least=SHORTEST_PASSWORD,
    )


def _offered(desk: Desk, notice: str = "") -> str:
    secret = desk.logins.factors.offered(who())
    drawn = segno.make(desk.logins.factors.uri(who(), secret), error="m", micro=False)
    return render_template(
        "console/access/app.html",
        notice=notice,
        # Our own SVG, not a text of anybody's: shapes alone, without styles or scripts.
        drawn=Markup(drawn.svg_inline(scale=4, border=4, svgclass="qr", lineclass=None)),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        longest=LONGEST_CODE,
    )
