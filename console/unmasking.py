"""Personal data that a page shows masked, and for a reason in full.

A page asks `masked(desk, "callback 5", "phone", number)` and lets the macro `masked` of
`console/access/masked.html` show what comes of it: the end of the value and a form that asks for
the reason, or the value itself. Whoever has an entry of the last ten minutes in the trail sees it,
so nothing is ever shown that is not in the trail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from console.access import may, needs, who
from console.desk import Desk
from console.guard import inside
from conversation.redaction import redact
from storage.rights import Right

SHOWN = timedelta(minutes=10)
REASONS = ("asked", "call", "identify", "case", "complaint", "review", "other")
"""Why somebody looks; `other` takes words of their own."""
LONGEST = 200
_FEWEST = 3
_ACTION = "unmask"
_KINDS = ("callback", "conversation", "case", "person")


@dataclass(frozen=True)
class Masked:
    """A value as whoever is logged in may see it."""

    subject: str
    """What it is about, as in the trail: `callback 5`."""
    what: str
    """Which of its values: `phone`."""
    text: str
    """The value, or what stands for it."""
    seconds: int
    """How long it is shown for from now on; 0: it is masked."""
    may: bool
    """May they give a reason?"""


def masked(desk: Desk, subject: str, what: str, value: str) -> Masked:
    """The value if this clerk has given a reason within the last ten minutes, else its end."""
    allowed, left = may(Right.UNMASK), 0.0
    if allowed:
        entry = desk.audit.last(who(), _ACTION, subject, SHOWN, what=what)
        if entry:
            over = datetime.fromisoformat(entry.at) + SHOWN
            left = max(0.0, (over - desk.audit.now()).total_seconds())
    seconds = round(left)
    return Masked(subject, what, value if seconds else _end_of(value), seconds, allowed)


def add(pages: Blueprint, desk: Desk) -> None:
    """Add what the form sends its reason to."""

    @pages.post("/unmask")
    @needs(Right.UNMASK)
    def unmask() -> BaseResponse:
        subject, what = request.form.get("subject", ""), request.form.get("what", "")
        reason = request.form.get("reason", "")
        own = " ".join(request.form.get("own", "").split())[:LONGEST]
        if not (_is_subject(subject) and what.isidentifier() and reason in REASONS):
            abort(400)
        if reason == "other" and len(own) < _FEWEST:
            abort(400)
        # The trail holds no numbers of people, whatever somebody writes.
        desk.audit.record(who(), _ACTION, subject, what=what, reason=reason, words=redact(own))
        return redirect(inside(request.form.get("next", "")))


def _is_subject(subject: str) -> bool:
    kind, _, name = subject.partition(" ")
    return kind in _KINDS and 0 < len(name) <= LONGEST and name.isprintable()


def _end_of(value: str) -> str:
    """The last two signs of it, as clerks hear them too; nothing of a value that is short."""
    return f"•••• {value[-2:]}" if len(value) > 6 else "••••"
