"""What people report: a change, a death, fraud, a complaint; and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.cases import Category, Priority, open_case
from benefits.country import local
from benefits.function import Asked, function
from benefits.identity import Level

_PRIORITIES: Mapping[Category, Priority] = {
    "change": "normal",
    "complaint": "high",
    "death": "urgent",
    "fraud": "normal",
}
_DONE = ("RESOLVED", "CLOSED")


@function("reports.whose", gives=("known",), level=Level.PHONE)
def whose(asked: Asked) -> Mapping[str, Any]:
    """Whose matter it is: reached only by who has said so and calls from their phone."""
    return {"known": True}


@function(
    "reports.leave",
    takes=("category", "kind"),
    optional=("since", "number", "words", "opening", "named"),
    gives=("code", "due_on"),
)
def leave(
    asked: Asked,
    category: Category,
    kind: str,
    since: str | None = None,
    number: str | None = None,
    words: str | None = None,
    opening: str | None = None,
    named: bool = True,
) -> Mapping[str, Any]:
    """Keep a report for a person of the institution.

    kind: what it is about, as the flow calls it. since: ISO date. number: the insurance number it
    is about, checked by its digit only: whether it exists is not told. words: as they were written.
    opening: the sentence that led there. named: False keeps out who reports it. code: 8 digits;
    due_on: ISO date.
    """
    told = {
        "kind": kind,
        "since": since,
        "insurance_number": number,
        "words": words,
        "opening": opening,
    }
    about = {name: value for name, value in told.items() if value}
    known = asked.identity.person is not None
    flags = () if not named else ("identified",) if known else ("not_identified",)
    code, due = open_case(
        asked,
        category,
        about,
        priority=_PRIORITIES.get(category, "normal"),
        flags=flags,
        anonymous=not named,
    )
    return {"code": code, "due_on": due}


@function("cases.status", takes=("code",), gives=("found", "state", "due_on"))
def status(asked: Asked, code: str) -> Mapping[str, Any]:
    """What became of a case, for whoever has its code: never what it is about.

    state: received, working, late or done. due_on: ISO date.
    """
    case = asked.registry.cases.by_code(code)
    if case is None:
        return {"found": False, "state": "", "due_on": ""}
    if case["status"] in _DONE:
        state = "done"
    elif case["due_date"] < local(asked.now).date().isoformat():
        state = "late"
    else:
        state = "working" if case["status"] == "IN_PROGRESS" else "received"
    return {"found": True, "state": state, "due_on": case["due_date"]}
