"""The logins of staff, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from console import shown
from console.access import needs, who
from console.desk import Desk
from console.texts import text
from storage.rights import ROLES, Right
from storage.staff import LONGEST_NAME, Listed, StaffError

Answer = str | BaseResponse | tuple[str, int]


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list of staff, the form for one more, and the page of each."""

    @pages.get("/staff")
    @needs(Right.ADMINISTER)
    def staff() -> str:
        return _list(desk)

    @pages.post("/staff")
    @needs(Right.ADMINISTER)
    def add_staff() -> Answer:
        name = request.form.get("name", "")[: LONGEST_NAME + 1].strip()
        try:
            given = desk.staffing.add(who(), name, request.form.get("role", ""))
        except StaffError:
            taken = desk.staff.known(name)
            said = text("staff.taken") if taken else text("staff.bad_name", most=LONGEST_NAME)
            return _list(desk, said, name), 400
        return _one(desk, _named(desk, name), given=given)

    @pages.get("/staff/<int:number>")
    @needs(Right.ADMINISTER)
    def staff_member(number: int) -> str:
        return _one(desk, _numbered(desk, number))

    _changes(pages, desk)


def _changes(pages: Blueprint, desk: Desk) -> None:
    """Add the buttons of the page of one member."""
    does = desk.staffing
    # Those that answer a password show it, once; the others lead back to the page.
    changes: dict[str, Callable[[int], str | None]] = {
        "role": lambda number: does.change_role(who(), number, request.form.get("role", "")),
        "deactivate": lambda number: does.deactivate(who(), number),
        "activate": lambda number: does.activate(who(), number),
        "password": lambda number: does.reset_password(who(), number),
        "app": lambda number: does.reset_factor(who(), number),
        "unlock": lambda number: does.unlock(who(), number),
    }

    def changing(what: str, change: Callable[[int], str | None]) -> None:
        @pages.post(f"/staff/<int:number>/{what}", endpoint=f"staff_{what}")
        @needs(Right.ADMINISTER)
        def act(number: int) -> Answer:
            _numbered(desk, number)
            try:
                given = change(number)
            except StaffError as error:
                last = "last administrator" in str(error)
                said = text("staff.last") if last else text("staff.not_now")
                return _one(desk, _numbered(desk, number), said), 400
            if given:
                return _one(desk, _numbered(desk, number), given=given)
            if desk.staff.get(who().id) is None:  # they have let themselves out
                return redirect(url_for("console.login"))
            return redirect(url_for("console.staff_member", number=number, done=what))

    for what, change in changes.items():
        changing(what, change)


def _list(desk: Desk, notice: str = "", name: str = "") -> str:
    everybody = desk.staff.all()
    waits = {one.member.id: _locked(desk, one) for one in everybody}
    return render_template(
        "console/access/staff.html",
        everybody=everybody,
        locked={number: wait for number, wait in waits.items() if wait},
        roles=ROLES,
        notice=notice,
        typed=name,
        role=request.form.get("role", ROLES[0]),
        longest=LONGEST_NAME,
    )


def _one(desk: Desk, one: Listed, notice: str = "", given: str = "") -> str:
    done = request.args.get("done", "")
    return render_template(
        "console/access/staff_member.html",
        one=one,
        member=one.member,
        locked=_locked(desk, one),
        roles=ROLES,
        notice=notice,
        given=given,
        done=done if done in ("role", "deactivate", "app", "unlock") else "",
    )


def _locked(desk: Desk, one: Listed) -> str:
    """How long the name is locked out for, in words; empty when it is not."""
    wait_s = desk.logins.lock_outs.wait_s(one.member.name)
    return shown.duration(ceil(wait_s)) if wait_s else ""


def _numbered(desk: Desk, number: int) -> Listed:
    found = next((one for one in desk.staff.all() if one.member.id == number), None)
    return found or abort(404)


def _named(desk: Desk, name: str) -> Listed:
    return _numbered(desk, desk.staff.named(name).id)
