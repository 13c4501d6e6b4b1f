"""Change sets: what was proposed, what a trial shows, and who lets it come into force."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.access import asked_by_page, needs, who
from console.desk import Desk
from console.teach.naming import called
from console.texts import text
from conversation.teaching.running import Busy
from storage.rights import Right
from storage.taught import ChangeSet, NotAccepted

UNCHANGED = 204
"""htmx leaves the page as it is on this status."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list of change sets, the page of one, and what can be done about it."""
    teaching = desk.teaching

    def change_set(number: int) -> ChangeSet:
        one = teaching.changes.get(number) if number < 2**63 else None
        if one is None:
            abort(404)
        return one

    def page(one: ChangeSet, notice: str = "", template: str = "change_set") -> str:
        run = teaching.trial(one)
        proposals = teaching.changes.proposals(one.id)
        return render_template(
            f"console/teach/{template}.html",
            one=one,
            proposals=proposals,
            run=run,
            tried=teaching.is_tried(one, run),
            own=who().name in {each.by for each in proposals},
            called=called,
            notice=notice,
        )

    @pages.get("/teach/changes")
    @needs(Right.TEACH)
    def teach_changes() -> str:
        sets = teaching.changes.all()
        counts = {one.id: len(teaching.changes.proposals(one.id)) for one in sets}
        return render_template("console/teach/changes.html", sets=sets, counts=counts)

    @pages.get("/teach/changes/<int:number>")
    @needs(Right.TEACH)
    def teach_change_set(number: int) -> str:
        one = change_set(number)
        desk.audit.record(who(), "teach_view", f"change_set {number}")
        return page(one)

    @pages.get("/teach/changes/<int:number>/trial")
    @needs(Right.TEACH)
    @asked_by_page
    def teach_trial(number: int) -> str | Response:
        return page(change_set(number), template="trial")

    @pages.post("/teach/changes/<int:number>/try")
    @needs(Right.TEACH)
    def teach_try(number: int) -> BaseResponse | tuple[str, int]:
        one = change_set(number)
        try:
            run = teaching.try_out(who(), number)
        except (NotAccepted, Busy) as error:
            return page(one, _why(error)), 409
        desk.audit.record(who(), "teach_try", f"change_set {number}", run=run)
        return redirect(url_for("console.teach_change_set", number=number))

    @pages.post("/teach/changes/<int:number>/accept")
    @needs(Right.TEACH)
    def teach_accept(number: int) -> BaseResponse | tuple[str, int]:
        return decided(number, accepts=True)

    @pages.post("/teach/changes/<int:number>/roll-back")
    @needs(Right.TEACH)
    def teach_roll_back(number: int) -> BaseResponse | tuple[str, int]:
        return decided(number, accepts=False)

    def decided(number: int, accepts: bool) -> BaseResponse | tuple[str, int]:
        change_set(number)
        decide = teaching.accept if accepts else teaching.roll_back
        try:
            decide(who(), number)
        except NotAccepted as error:
            return page(change_set(number), _why(error)), 409
        return redirect(url_for("console.teach_change_set", number=number))

    @pages.post("/teach/examples/<int:number>/withdraw")
    @needs(Right.TEACH)
    def teach_withdraw(number: int) -> BaseResponse:
        teaching.changes.withdraw(who(), min(number, 2**62))
        return redirect(url_for("console.teach_changes"))


def _why(error: NotAccepted | Busy) -> str:
    return text("teach.refused.busy" if isinstance(error, Busy) else f"teach.refused.{error.why}")
