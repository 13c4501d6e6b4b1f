"""Changes on their way: of their authors, and before the second person who publishes them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.access import needs, who
from console.desk import Desk
from console.flow_bench import Bench
from console.flow_remarks import told
from console.flows.compared import compared
from console.texts import text
from conversation.authoring import NotNow
from conversation.authoring.authoring import LONGEST_REASON
from storage.flow_changes import DRAFT, WAITING, Change
from storage.rights import Right

Answer = BaseResponse | tuple[str, int]


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list of changes, the page of one, and what authors and second persons do with it."""
    bench = desk.flows
    assert bench is not None

    @pages.get("/flow-changes")
    @needs(Right.READ_FLOWS)
    def flow_changes() -> str:
        changes = bench.authoring.changes
        return render_template(
            "console/flows/changes.html",
            by_status={
                status: changes.with_status(status)
                for status in (WAITING, DRAFT, "published", "withdrawn")
            },
        )

    @pages.get("/flow-changes/<int:number>")
    @needs(Right.READ_FLOWS)
    def flow_change(number: int) -> str:
        return _page(bench, bench.change(number))

    def done(number: int, what: Callable[[Change], object]) -> Answer:
        change = bench.change(number)
        try:
            what(change)
        except NotNow as error:
            status = 403 if error.why in ("no_right", "own_change", "not_yours") else 409
            notice = text(f"flows.why.{error.why}")
            return _page(bench, bench.change(number), notice), status
        return redirect(url_for("console.flow_change", number=number))

    @pages.post("/flow-changes/<int:number>/write/<what>")
    @needs(Right.WRITE_FLOWS)
    def move_flow_change(number: int, what: str) -> Answer:
        work, title = bench.authoring, request.form.get("title", "")
        actions: dict[str, Callable[[Change], object]] = {
            "hand_in": lambda change: work.hand_in(who(), change, title),
            "take_back": lambda change: work.take_back(who(), change),
            "withdraw": lambda change: work.withdraw(who(), change),
            "rebase": lambda change: work.rebase(who(), change),
        }
        return done(number, actions[what]) if what in actions else abort(404)

    @pages.post("/flow-changes/<int:number>/settle/<what>")
    @needs(Right.PUBLISH_FLOWS)
    def settle_flow_change(number: int, what: str) -> Answer:
        second, reason = bench.publishing, request.form.get("reason", "")
        actions: dict[str, Callable[[Change], object]] = {
            "publish": lambda change: second.publish(who(), change, reason),
            "give_back": lambda change: second.give_back(who(), change, reason),
        }
        return done(number, actions[what]) if what in actions else abort(404)


def _page(bench: Bench, change: Change, notice: str = "") -> str:
    on_its_way = change.status in (DRAFT, WAITING)
    library = bench.library
    return render_template(
        "console/flows/change.html",
        change=change,
        texts=bench.authoring.changes.texts(change.id),
        flow_of={flow.file: flow for flow in library.flows.values()},
        compared=compared,
        stale=on_its_way and bench.authoring.is_stale(change),
        overtaken=bench.authoring.overtaken(change) if on_its_way else {},
        told=told,
        remarks=bench.authoring.remarks(change) if on_its_way else [],
        on_its_way=on_its_way,
        mine=change.author == who().name,
        notice=notice,
        typed=request.form,
        longest=LONGEST_REASON,
    )
