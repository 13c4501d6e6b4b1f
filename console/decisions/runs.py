"""Payment runs: the list of them, and one with its totals and who is not paid with it."""

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
from conversation.jobs.settling import NotSettled, reasoned
from storage.refusals import Refused
from storage.rights import Right
from storage.staff import StaffMember

_MOST = 2**62


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list of runs, and the page of one."""

    @pages.get("/payments")
    @needs(Right.CASES)
    def payments() -> str:
        before = min(request.args.get("before", _MOST, type=int), _MOST)
        found = desk.office.reading().payment_runs.page(before, PAGE + 1)
        more = url_for("console.payments", before=found[PAGE - 1]["id"]) if found[PAGE:] else ""
        return render_template(
            "console/decisions/runs.html",
            runs=found[:PAGE],
            more=more,
            benefit=benefit,
            money=_money,
            when=when,
            now=desk.clock(),
        )

    @pages.get("/payments/runs/<int:number>")
    @needs(Right.CASES)
    def payment_run(number: int) -> str:
        run = _found(desk, number)
        desk.audit.record(who(), "view_run", f"payment run {number}")
        return _page(desk, run)

    @pages.post("/payments/runs/<int:number>")
    @needs(Right.DECIDE)
    def settle_run(number: int) -> Response | tuple[str, int]:
        _found(desk, number)
        try:
            _do(desk, number, who())
        except Refused as error:
            return _page(desk, _found(desk, number), told(error, desk.clock().tzinfo)), 409
        return redirect(url_for("console.payment_run", number=number, done=request.form.get("do")))


def _do(desk: Desk, number: int, by: StaffMember) -> None:
    why = request.form.get("why", "")[:LONGEST]
    match request.form.get("do"):
        case "approve":
            desk.office.payments.approve_run(number, by, why)
        case "return":
            desk.office.payments.return_run(number, by, reasoned(why, "say why it is returned"))
        case _:
            abort(404)


def _page(desk: Desk, run: Mapping[str, Any], notice: str = "") -> str:
    after = min(request.args.get("after", 0, type=int), _MOST)
    held = desk.office.reading().payment_runs.held(run["id"], after, PAGE + 1)
    more = ""
    if held[PAGE:]:
        more = url_for("console.payment_run", number=run["id"], after=held[PAGE - 1]["id"])
    return render_template(
        "console/decisions/run.html",
        one=run,
        held=held[:PAGE],
        more=more,
        benefit=benefit,
        money=_money,
        own=run["started_by"] == who().name,
        may_settle=may(Right.DECIDE) and run["status"] == "prepared",
        notice=notice,
        done=request.args.get("done", "") if not notice else "",
        typed=request.form if notice else {},
        seen=None,
        longest=LONGEST,
        when=when,
        now=desk.clock(),
    )


def _found(desk: Desk, number: int) -> Mapping[str, Any]:
    try:
        return desk.office.payments.run(min(number, _MOST))
    except NotSettled:
        abort(404)


def _money(cents: int) -> str:
    return tree.money(cents, language())
