"""The list of cases, and the page of one with all that can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from benefits.cases import Category
from console.access import may, needs, who
from console.cases import about
from console.desk import Desk
from console.refusing import told, when
from console.texts import text
from console.unmasking import Masked, masked
from conversation.jobs.case_work import right_to_close
from conversation.jobs.change_work import held_change, voucher
from conversation.jobs.settling import DONE, NotSettled, last_event
from storage.case_lists import CaseFilter
from storage.refusals import Refused
from storage.rights import Right
from storage.staff import StaffError, StaffMember

CATEGORIES = Category.__args__  # type: ignore[attr-defined]
OWNERS = ("", "mine", "nobody")
LONGEST = 2000
"""Characters of a note or reason."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list, and the page of a case."""

    @pages.get("/cases")
    @needs(Right.CASES)
    def cases() -> str | Response:
        code = "".join(request.args.get("code", "").split())[:40]
        if code and desk.office.reading().cases.by_code(code) is not None:
            return redirect(url_for("console.case", code=code))
        shown = _filters()
        found = desk.office.reading().case_lists.page(
            _filter(desk, shown), request.args.get("after", "")
        )
        onward: dict[str, Any] = {name: value for name, value in shown.items() if value}
        return render_template(
            "console/cases/list.html",
            found=found,
            only=shown,
            unknown=code,
            today=desk.clock().date().isoformat(),
            more=url_for("console.cases", after=found.more, **onward) if found.more else "",
            categories=CATEGORIES,
            owners=OWNERS,
            flags=about.flags,
            now=desk.clock(),
        )

    @pages.get("/cases/<code>")
    @needs(Right.CASES)
    def case(code: str) -> str:
        found = _found(desk, code)
        desk.audit.record(who(), "view_case", f"case {code}")
        return _page(desk, found)

    @pages.post("/cases/<code>")
    @needs(Right.CASES)
    def work_on_case(code: str) -> Response | tuple[str, int]:
        _found(desk, code)
        try:
            _do(desk, code, who())
        except (Refused, StaffError) as error:
            zone = desk.clock().tzinfo
            notice = (
                told(error, zone) if isinstance(error, Refused) else text("cases.no_such_staff")
            )
            # Read again: what somebody else has done meanwhile is on the page that says so.
            return _page(desk, _found(desk, code), notice), 409
        return redirect(url_for("console.case", code=code, done=request.form.get("do", "")))


def _do(desk: Desk, code: str, by: StaffMember) -> None:
    form = request.form
    seen, why = form.get("seen", type=int), form.get("why", "")[:LONGEST]
    cases, exceptions, changes = desk.office.cases, desk.office.exceptions, desk.office.changes
    does: Mapping[str, Callable[[], None]] = {
        "take": lambda: cases.take(code, by, seen),
        "give": lambda: cases.give(code, by, _to(desk, form.get("to", "")), why, seen),
        "note": lambda: cases.note(code, by, why),
        "due": lambda: cases.put_off(code, by, _day(form.get("day", "")), why, seen),
        "close": lambda: cases.close(code, by, form.get("status", ""), why, seen),
        "vouch": lambda: changes.vouch(code, by, why, seen),
        "through": lambda: changes.let_through(code, by, why, seen),
        "stop": lambda: changes.stop(code, by, why, seen),
        "again": lambda: exceptions.again(code, by, why, seen),
    }
    act = does.get(form.get("do", ""))
    if act is None:
        abort(404)
    act()


def _page(desk: Desk, case: Mapping[str, Any], notice: str = "") -> str:
    reading = desk.office.reading()
    person, subject = case["person_id"], case["subject_print"]
    decision = None
    if case["category"] == "error" and subject:
        decision = reading.decisions.of_subject(subject)
    return render_template(
        "console/cases/case.html",
        one=case,
        rows=_rows(desk, case),
        to_do=about.to_do(case["about"]),
        flags=about.flags,
        decision=decision or _appealed(case),
        held=reading.held_payments.of_person(person) if person else [],
        talked=desk.watching.conversation(case["session_id"]) if case["session_id"] else None,
        seen=last_event(case),
        closed=case["status"] in DONE,
        change=held_change(reading, case),
        vouched=voucher(case),
        me=who().name,
        may_close=may(right_to_close(case)),
        is_run=bool(case["about"].get("payments")),
        waits=decision is not None and decision["status"] == "proposed",
        by_job=case["category"] == "error" and "key" in case["about"] and decision is None,
        colleagues=desk.staff.who_may(Right.CASES),
        today=desk.clock().date().isoformat(),
        notice=notice,
        done=request.args.get("done", "") if not notice else "",
        typed=request.form if notice else {},
        longest=LONGEST,
        when=when,
        now=desk.clock(),
    )


def _rows(desk: Desk, case: Mapping[str, Any]) -> list[tuple[about.Row, Masked | None]]:
    """What a case is about, each with what takes a reason to be shown, and the telephone."""
    found = about.rows({**case["about"], "phone": case["phone"]})
    subject = f"case {case['code']}"
    return [
        (row, masked(desk, subject, row.what, row.secret) if row.what else None)
        for row in found
        if row.secret or row.what or row.value != about.NOTHING
    ]


def _appealed(case: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The decision that an appeal is about."""
    number = case["about"].get("decision")
    return {"id": number} if isinstance(number, int) else None


def _found(desk: Desk, code: str) -> Mapping[str, Any]:
    try:
        return desk.office.cases.file(code)
    except NotSettled:
        abort(404)


def _to(desk: Desk, name: str) -> StaffMember | None:
    return desk.staff.named(name) if name else None


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotSettled("this is no day", "no_day") from None


def _filters() -> dict[str, str]:
    """What the form asks for, as far as it may be asked."""
    args = request.args
    return {
        "category": args.get("category", "") if args.get("category") in CATEGORIES else "",
        "owner": args.get("owner", "") if args.get("owner") in OWNERS else "",
        "overdue": "1" if args.get("overdue") else "",
        "closed": "1" if args.get("closed") else "",
    }


def _filter(desk: Desk, shown: Mapping[str, str]) -> CaseFilter:
    owner = {"": None, "mine": who().name, "nobody": ""}[shown["owner"]]
    today = desk.clock().date().isoformat()
    overdue = today if shown["overdue"] and not shown["closed"] else ""
    return CaseFilter(shown["category"], owner, overdue, done=bool(shown["closed"]))
