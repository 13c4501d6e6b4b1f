"""Held payments: the list of them, and one that is released or kept on hold by two people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console.access import may, needs, who
from console.decisions import tree
from console.decisions.pages import LONGEST, PAGE, benefit
from console.desk import Desk
from console.refusing import told, when
from console.texts import language
from conversation.jobs.payments import proposal
from conversation.jobs.settling import DONE, NotSettled
from storage.refusals import Refused
from storage.rights import Right
from storage.staff import StaffMember

_MOST = 2**62


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list, and the page of a held payment."""

    @pages.get("/payments/held")
    @needs(Right.CASES)
    def held_payments() -> str:
        found = desk.office.reading().held_payments.page(request.args.get("after", ""), PAGE + 1)
        more = ""
        if found[PAGE:]:
            last = found[PAGE - 1]
            more = url_for("console.held_payments", after=f"{last['due_on']}~{last['id']}")
        return render_template(
            "console/decisions/held_list.html",
            found=found[:PAGE],
            more=more,
            benefit=benefit,
            money=_money,
            now=desk.clock(),
        )

    @pages.get("/payments/held/<int:number>")
    @needs(Right.CASES)
    def held_payment(number: int) -> str:
        found = _found(desk, number)
        desk.audit.record(who(), "view_held_payment", f"payment {number}")
        return _page(desk, found)

    @pages.post("/payments/held/<int:number>")
    @needs(Right.CASES)
    def settle_held_payment(number: int) -> Response | tuple[str, int]:
        _found(desk, number)
        try:
            _do(desk, number, who())
        except Refused as error:
            return _page(desk, _found(desk, number), told(error, desk.clock().tzinfo)), 409
        return redirect(url_for("console.held_payment", number=number, done=request.form.get("do")))


def _do(desk: Desk, number: int, by: StaffMember) -> None:
    form, work = request.form, desk.office.payments
    why, read = form.get("why", "")[:LONGEST], form.get("seen", type=int)
    match form.get("do"):
        case "release":
            work.propose(number, "release", by, why)
        case "keep":
            work.propose(number, "keep", by, why)
        case "approve":
            work.approve(number, by, why, read)
        case "return":
            work.send_back(number, by, why, read)
        case _:
            abort(404)


def _page(desk: Desk, payment: Mapping[str, Any], notice: str = "") -> str:
    proposed = proposal(payment)
    cases = desk.office.reading().cases.of_person(payment["person_id"])
    mine = proposed is not None and proposed["proposed_by"] == who().name
    return render_template(
        "console/decisions/held.html",
        one=payment,
        proposed=proposed,
        cases=[one for one in cases if one["status"] not in DONE],
        mine=mine,
        may_approve=may(Right.DECIDE) and not mine,
        may_return=may(Right.DECIDE) or mine,
        benefit=benefit,
        money=_money,
        seen=proposed["id"] if proposed else None,
        past=payment["due_on"] < desk.clock().date().isoformat(),
        notice=notice,
        done=request.args.get("done", "") if not notice else "",
        typed=request.form if notice else {},
        longest=LONGEST,
        when=when,
        now=desk.clock(),
    )


def _found(desk: Desk, number: int) -> Mapping[str, Any]:
    try:
        return desk.office.payments.held(min(number, _MOST))
    except NotSettled:
        abort(404)


def _money(cents: int) -> str:
    return tree.money(cents, language())
