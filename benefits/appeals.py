"""Appeals: somebody who did not make a decision looks at it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.cases import open_case
from benefits.decisions import explain
from benefits.function import Asked, function
from benefits.identity import Level

_OPEN = ("RECEIVED", "OPEN", "IN_PROGRESS")


@function(
    "appeals.lodge",
    optional=("reference", "words"),
    gives=("outcome", "code", "due_on"),
    level=Level.PIN,
)
def lodge(
    asked: Asked, reference: str | None = None, words: str | None = None
) -> Mapping[str, Any]:
    """Appeal against the decision that `decisions.explain` tells of.

    outcome: lodged; late (after the sixty days: taken down all the same, a person sees whether
    there was a reason); again (one is open already, with its code); undecided; unknown.
    """
    decision = explain(asked, reference)
    nothing = {"code": "", "due_on": ""}
    if not decision["found"]:
        return {"outcome": "unknown", **nothing}
    if decision["waiting"]:
        return {"outcome": "undecided", **nothing}
    assert asked.identity.person is not None
    for case in asked.registry.cases.of_person(asked.identity.person):
        same = case["about"].get("decision") == decision["id"]
        if case["category"] == "appeal" and case["status"] in _OPEN and same:
            return {"outcome": "again", "code": case["code"], "due_on": case["due_date"]}
    about = {"decision": decision["id"], "words": words or "", "decided_on": decision["decided_on"]}
    flags = () if decision["in_time"] else ("late",)
    code, due = open_case(asked, "appeal", about, priority="high", flags=flags)
    return {"outcome": "lodged" if decision["in_time"] else "late", "code": code, "due_on": due}
