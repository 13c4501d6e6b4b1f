"""The queue of what was misunderstood."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from console.access import needs, who
from console.desk import Desk
from conversation.teaching.teaching import languages
from storage.rights import Right

LONGEST = 100
"""Characters of a step's name, and of where a page begins."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the page of the queue."""

    @pages.get("/teach")
    @needs(Right.TEACH)
    def teach() -> str:
        language = request.args.get("language", "")
        language = language if language in languages() else ""
        step = request.args.get("step", "")[:LONGEST]
        queue = desk.teaching.queue
        rows, older = queue.waiting(language, step, request.args.get("older", "")[:LONGEST])
        desk.audit.record(who(), "teach_view_queue", "misunderstood", rows=len(rows))
        onward: dict[str, Any] = {"language": language, "step": step, "older": older}
        return render_template(
            "console/teach/queue.html",
            rows=rows,
            waiting=queue.count(),
            languages=languages(),
            language=language,
            steps=queue.steps(),
            step=step,
            continued=bool(request.args.get("older")),
            older=url_for("console.teach", **onward) if older else "",
            proposed=_proposed(desk),
        )


def _proposed(desk: Desk) -> int:
    """How many examples the open change set has."""
    open_ = desk.teaching.changes.open()
    return len(desk.teaching.changes.proposals(open_.id)) if open_ else 0
