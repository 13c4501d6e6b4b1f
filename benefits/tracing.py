"""A payment that did not arrive: what became of it, and a case where a person has to look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from benefits.cases import Category, open_case
from benefits.contributions import person_of
from benefits.country import local
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.paid import coming, payments_of, reason, today, told
from benefits.running import running_about
from benefits.workdays import working_days_after

CATEGORY: Category = "error"
BANK_DAYS = 2
"""Working days that a bank may take."""
AGAIN_DAYS = 5
"""Working days until a payment that came back is made again."""

_TOLD = ("programme_name", "amount", "due_on")


@function(
    "payments.trace",
    takes=(),
    gives=("state", *_TOLD, "account_end", "reason", "by", "next_on", "code", "due_date"),
    level=Level.PIN,
)
def trace(asked: Asked) -> Mapping[str, Any]:
    """What became of the payment that should have come last.

    state: none (nothing was ever to be paid), not_due (the first is still to come), on_its_way (the
    bank may still take until `by`), sent, returned (again until `by`, once the account is right),
    held, late (it should have been sent) or running (a case about it: code, due_date). next_on:
    when the next payment is due, or empty.
    """
    answer = dict.fromkeys((*_TOLD, "account_end", "reason", "by", "code", "due_date"), "")
    answer["next_on"] = coming(asked)["due_on"]
    row = _expected(asked)
    if row is None:
        return {"state": "not_due" if answer["next_on"] else "none", **answer}
    day = date.fromisoformat(row["due_on"])
    answer |= told(asked, row)
    answer |= {
        "account_end": row["account_end"],
        "reason": reason(row["reason"], asked.language),
        "by": working_days_after(day, BANK_DAYS).isoformat(),
    }
    begun = running_about(asked, CATEGORY, _about(row))
    if begun:
        return {
            **answer, "state": "running", "code": begun["code"], "due_date": begun["due_date"]
        }  # fmt: skip
    state = {"returned": "returned", "held": "held", "due": "late"}.get(row["status"], "sent")
    if state in ("sent", "late") and today(asked) <= answer["by"]:
        state = "on_its_way"
    if state == "returned":
        again = working_days_after(local(asked.now).date(), AGAIN_DAYS)
        answer["by"] = again.isoformat()
    return {"state": state, **answer}


@function("payments.report", takes=("what",), gives=("code", "due_date"), level=Level.PIN)
def report(asked: Asked, what: str) -> Mapping[str, Any]:
    """Open a case about the payment that should have come last.

    what: missing, returned or changed. due_date: ISO date by which a person has looked at it.
    """
    row = _expected(asked)
    about = {**(_about(row) if row else {}), "what": what}
    code, due = open_case(asked, CATEGORY, about, priority="high")
    return {"code": code, "due_date": due}


@function("payments.object", takes=(), gives=("code", "due_date"), level=Level.PIN)
def objection(asked: Asked) -> Mapping[str, Any]:
    """Open a case for somebody who does not agree that money is to be paid back."""
    debts = asked.registry.payments.overpaid(person_of(asked))
    about = {"subject": "overpayment", "decided_on": debts[0]["decided_on"] if debts else ""}
    begun = running_about(asked, "dispute", about)
    if begun:
        return {"code": begun["code"], "due_date": begun["due_date"]}
    code, due = open_case(asked, "dispute", about)
    return {"code": code, "due_date": due}


def _expected(asked: Asked) -> Mapping[str, Any] | None:
    """The last payment that was due before today, or today."""
    past = (row for row in payments_of(asked) if row["due_on"] <= today(asked))
    return next(past, None)


def _about(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"subject": "payment", "programme": row["programme"], "due_on": row["due_on"]}
