"""Call-backs that were promised."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from console.access import needs
from console.desk import Desk
from console.unmasking import masked
from storage.rights import Right


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list of call-backs, and the page of one with its telephone number."""

    @pages.get("/callbacks")
    @needs(Right.HELP)
    def callbacks() -> str:
        return render_template(
            "console/callbacks.html", promises=desk.watching.callbacks(), now=desk.clock()
        )

    @pages.get("/callbacks/<int:number>")
    @needs(Right.HELP)
    def callback(number: int) -> str:
        # SQLite's integers end here; a longer one names no call-back.
        found = desk.watching.callback(number) if number < 2**63 else None
        if found is None:
            abort(404)
        promise, phone = found
        desk.looked("view_callback", f"callback {number}")
        return render_template(
            "console/callback.html",
            promise=promise,
            phone=masked(desk, f"callback {number}", "phone", phone),
            now=desk.clock(),
        )
