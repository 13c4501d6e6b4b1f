"""A changed or misspelt name: an office sees the papers, and a case says what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.cases import open_case
from benefits.function import Asked, function
from benefits.identity import Level


@function("names.report", takes=("reason",), gives=("code", "due_on"), level=Level.PHONE)
def report(asked: Asked, reason: str) -> Mapping[str, Any]:
    """Open a case for a change of name. reason: marriage, divorce, spelling or other. code: of the
    case; due_on: ISO date by which a person has looked at it."""
    code, due = open_case(asked, "change", {"what": "name", "reason": reason})
    return {"code": code, "due_on": due}
