"""Call-backs that were promised: the list, and what whoever makes one says of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for

from benefits.country import local
from console.access import needs, who
from console.desk import Desk
from console.texts import text
from console.unmasking import masked
from storage.database import Write
from storage.rights import Right
from storage.takeovers import Held, NotGoingOn

_MOST = 2**63
"""SQLite's integers end here; a longer one names no call-back."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list of call-backs, the page of one with its telephone number, and its acts."""
    kept = desk.callbacks

    def page(number: int, refused: str = "") -> str:
        found = desk.watching.callback(number) if number < _MOST else None
        if found is None:
            abort(404)
        promise, phone = found
        desk.looked("view_callback", f"callback {number}")
        now = desk.clock()
        return render_template(
            "console/callback.html",
            promise=promise,
            phone=masked(desk, f"callback {number}", "phone", phone),
            now=now,
            today=local(now).date(),
            mine=promise.taken_by == who().name,
            refused=refused,
        )

    def act(number: int, action: str, do: Callable[[list[Write]], None]) -> Any:
        """Do it, with its entry in the trail; or say on the page why not."""
        if number >= _MOST:
            abort(404)
        try:
            do([desk.audit.written(who(), action, f"callback {number}")])
        except Held as error:
            return page(number, text("callbacks.held", who=error.by)), 409
        except NotGoingOn:
            return page(number, text("callbacks.not_yours")), 409
        return redirect(url_for("console.callback", number=number), 303)

    @pages.get("/callbacks")
    @needs(Right.HELP)
    def callbacks() -> str:
        now = desk.clock()
        promises = desk.watching.callbacks()
        today = local(now).date()
        late = sum(promise.overdue(today) for promise in promises)
        return render_template(
            "console/callbacks.html", promises=promises, now=now, today=today, late=late
        )

    @pages.get("/callbacks/<int:number>")
    @needs(Right.HELP)
    def callback(number: int) -> str:
        return page(number)

    @pages.post("/callbacks/<int:number>/take")
    @needs(Right.HELP)
    def take_callback(number: int) -> Any:
        do = partial(kept.take, number, who().name, desk.clock())
        return act(number, "take_callback", do)

    @pages.post("/callbacks/<int:number>/back")
    @needs(Right.HELP)
    def give_back_callback(number: int) -> Any:
        return act(number, "give_back_callback", partial(kept.give_back, number, who().name))

    @pages.post("/callbacks/<int:number>/not-reached")
    @needs(Right.HELP)
    def callback_not_reached(number: int) -> Any:
        do = partial(kept.not_reached, number, who().name, desk.clock())
        return act(number, "callback_not_reached", do)

    @pages.post("/callbacks/<int:number>/done")
    @needs(Right.HELP)
    def callback_done(number: int) -> Any:
        return act(number, "callback_done", partial(kept.done, number, who().name, desk.clock()))
