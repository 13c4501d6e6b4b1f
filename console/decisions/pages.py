"""The decisions that wait for a person, and the page of one: why, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal as Number
from decimal import InvalidOperation
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from benefits.country import programmes
from benefits.rules import Decision, ruleset
from console.access import may, needs, who
from console.decisions import tree
from console.desk import Desk
from console.refusing import told, when
from console.texts import language
from conversation.jobs.settling import NotSettled, last_event
from storage.refusals import Refused
from storage.rights import Right
from storage.staff import StaffMember

PAGE = 50
LONGEST = 2000
_MOST = 2**62


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list, and the page of a decision."""

    @pages.get("/decisions")
    @needs(Right.CASES)
    def decisions() -> str:
        after = min(request.args.get("after", 0, type=int), _MOST)
        found = desk.office.reading().decisions.proposed(after, PAGE + 1)
        more = url_for("console.decisions", after=found[PAGE - 1]["id"]) if found[PAGE:] else ""
        return render_template(
            "console/decisions/waiting.html",
            found=found[:PAGE],
            more=more,
            benefit=benefit,
            money=lambda cents: tree.money(cents, language()),
            me=who().name,
            when=when,
            now=desk.clock(),
        )

    @pages.get("/decisions/<int:number>")
    @needs(Right.CASES)
    def decision(number: int) -> str:
        found = _found(desk, number)
        desk.audit.record(who(), "view_decision", f"decision {number}")
        return _page(desk, found)

    @pages.post("/decisions/<int:number>")
    @needs(Right.CASES)
    def settle_decision(number: int) -> Response | tuple[str, int]:
        found = _found(desk, number)
        try:
            _do(desk, found, who())
        except Refused as error:
            return _page(desk, _found(desk, number), told(error, desk.clock().tzinfo)), 409
        return redirect(url_for("console.decision", number=number, done=request.form.get("do")))


def benefit(programme: str) -> str:
    """The name of a benefit in the reader's language."""
    known = programmes().get(programme)
    return known.name(language()) if known else programme


def _do(desk: Desk, decision: Mapping[str, Any], by: StaffMember) -> None:
    form, exceptions = request.form, desk.office.exceptions
    case = desk.office.reading().cases.of_decision(decision)
    if case is None:
        raise NotSettled("there is no case about this decision", "no_case")
    code, seen, why = case["code"], form.get("seen", type=int), form.get("why", "")[:LONGEST]
    match form.get("do"):
        case "approve":
            exceptions.approve(code, by, why, seen, decision["id"])
        case "return":
            exceptions.send_back(code, by, why, seen)
        case "refused":
            exceptions.decide(code, by, "refused", None, "", why, seen)
        case "granted":
            amount, first = _cents(form.get("amount", "")), form.get("first_on", "")
            exceptions.decide(code, by, "granted", amount, first, why, seen)
        case _:
            abort(404)


def _page(desk: Desk, decision: Mapping[str, Any], notice: str = "") -> str:
    rules, reads = ruleset(), language()
    record = Decision.from_record(decision["record"])
    case = desk.office.reading().cases.of_decision(decision)
    file = desk.office.cases.file(case["code"]) if case else None
    latest = desk.office.reading().decisions.of_subject(decision["subject_print"])
    # Somebody may decide anew after a return, as long as nothing has taken its place.
    last = latest is not None and latest["id"] == decision["id"]
    is_open = file is not None and file["status"] not in ("RESOLVED", "CLOSED")
    return render_template(
        "console/decisions/decision.html",
        one=decision,
        record=record,
        by_hand=decision["outcome"] != record.outcome or decision["amount"] != record.amount,
        benefit=benefit,
        tree=tree.tree(record, rules, reads),
        facts=tree.facts(record, rules, reads),
        figures=tree.figures(record, rules, reads),
        amount=tree.money(decision["amount"], reads),
        replayed=tree.replayed(decision["record"], rules),
        installed=rules.version,
        case=file,
        seen=last_event(file) if file else None,
        proposed=is_open and decision["status"] == "proposed",
        decidable=is_open and last and decision["status"] in ("proposed", "returned"),
        own=decision["entered_by"] == who().name,
        may_approve=may(Right.DECIDE),
        latest=latest if not last else None,
        notice=notice,
        done=request.args.get("done", "") if not notice else "",
        typed=request.form if notice else {},
        longest=LONGEST,
        when=when,
        now=desk.clock(),
    )


def _found(desk: Desk, number: int) -> Mapping[str, Any]:
    found = desk.office.reading().decisions.by_id(min(number, _MOST))
    if found is None or found["status"] == "finding":
        abort(404)
    return found


def _cents(written: str) -> int | None:
    """An amount like 612.50 in cents; None for none. Raises NotSettled for what is no amount."""
    if not written.strip():
        return None
    try:
        cents = Number(written.strip().replace(",", ".")) * 100
    except InvalidOperation:
        cents = Number("NaN")
    if not cents.is_finite() or cents != int(cents) or not 0 < cents < 10**12:
        raise NotSettled(f"{written!r} is no amount like 612.50", "no_amount")
    return int(cents)
