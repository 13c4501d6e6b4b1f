"""Proof of life: what is on record first, then questions on a call, the office or a home visit.

Nothing here stops a payment, whatever is answered or missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rapidfuzz import fuzz

from benefits.cases import open_case
from benefits.country import local
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.life_proofs import Row, is_open, matched, months_after, rules
from benefits.words import folded

_QUESTIONS = ("first_year", "last_job_year", "last_year", "amount")
_BY_TEXT = (*_QUESTIONS, "employer")
"""Names of firms are seldom heard rightly."""
BY_PIN = "pin_call"
"""The kind of evidence that PIN and code on a call are."""
_LIKE = 80
"""Likeness from which an employer's name is the one on record."""
_ASKING = ("outcome", "question", "left", "right", "wrong", "due_on")


@function("proofs.status", gives=("outcome", "due_on"), level=Level.PHONE)
def status(asked: Asked) -> Mapping[str, Any]:
    """Whether the person has to show that they are alive, after what is on record.

    outcome: not_needed, confirmed (until due_on), due (by due_on) or overdue (since then). What
    showed it is not told: it may be a hospital.
    """
    person, today = asked.identity.person or 0, local(asked.now).date()
    proofs = asked.registry.proofs
    due = proofs.due(person)
    if due is None:
        return {"outcome": "not_needed", "due_on": ""}
    seen = matched(proofs.evidence(person), today)
    renewed = months_after(seen, rules().every).isoformat() if seen else due
    if renewed > due:
        proofs.set_due(person, renewed)
        due = renewed
    on = date.fromisoformat(due)
    if not is_open(on, today):
        return {"outcome": "confirmed", "due_on": due}
    return {"outcome": "overdue" if on < today else "due", "due_on": due}


@function("proofs.by_pin", gives=("outcome", "due_on"), level=Level.PIN)
def by_pin(asked: Asked) -> Mapping[str, Any]:
    """Keep that PIN and code were shown on this call, where the rules take that for a proof.

    outcome: renewed (a proof was open, and is good until due_on) or none (nothing to tell).
    """
    proofs, today = asked.registry.proofs, local(asked.now).date()
    person = asked.identity.person or 0
    due = proofs.due(person)
    if due is None or not _shown(asked):
        return {"outcome": "none", "due_on": ""}
    kept = proofs.evidence(person)
    if not any((one["kind"], one["seen_on"]) == (BY_PIN, today.isoformat()) for one in kept):
        proofs.add_evidence(person, BY_PIN, today.isoformat(), asked.channel)
    renewed = months_after(today, rules().every).isoformat()
    if renewed <= due or not is_open(date.fromisoformat(due), today):
        return {"outcome": "none", "due_on": ""}
    proofs.set_due(person, renewed)
    return {"outcome": "renewed", "due_on": renewed}


@function("proofs.begin", gives=_ASKING, level=Level.PIN)
def begin(asked: Asked) -> Mapping[str, Any]:
    """Draw the questions of a call.

    outcome: ask (`question`, then those `left`), too_few (on record), tried (not long ago), or
    by_pin (PIN and code were shown on this call, which is proof enough).
    """
    if _shown(asked):
        return _asking("by_pin")
    known = _BY_TEXT if asked.channel == "sms" else _QUESTIONS
    facts = _facts(asked)
    names = [name for name in known if facts.get(name)]
    if len(set(names)) < rules().asked:
        return _asking("too_few")
    if _tried(asked):
        return _asking("tried")
    first, *left = asked.registry.proofs.drawn(names, rules().asked)
    return _asking("ask", first, left)


@function(
    "proofs.answer",
    takes=("question", "answer", "left", "right", "wrong"),
    gives=_ASKING,
    level=Level.PIN,
)
def answer(
    asked: Asked, question: str, answer: Any, left: Sequence[str], right: int, wrong: int
) -> Mapping[str, Any]:
    """Take an answer, without saying whether it is right; outcome: ask, passed or failed.

    question: what was asked; answer: a period (a year), an amount in cents, or words. passed: it is
    kept, and due_on is the next time. failed: nothing but that is kept.
    """
    good = _is_right(question, answer, _facts(asked).get(question))
    right, wrong = int(right) + good, int(wrong) + (not good)
    if _tried(asked) or wrong > rules().asked - rules().right:
        asked.registry.proofs.add_failure(asked.identity.person or 0)
        return _asking("failed")
    if right >= rules().right:
        return _asking("passed", due_on=_keep(asked))
    following, *rest = left
    return {**_asking("ask", following, rest), "right": right, "wrong": wrong}


@function("proofs.home_visit", gives=("code", "due_on"), level=Level.PHONE)
def home_visit(asked: Asked) -> Mapping[str, Any]:
    """Ask for somebody to come; answers the code of the case, and by when they will be in touch.
    Who asked before gets the same case."""
    person = asked.identity.person or 0
    for case in asked.registry.cases.of_person(person):
        if case["category"] == "visit" and case["status"] not in ("RESOLVED", "CLOSED"):
            return {"code": case["code"], "due_on": case["due_date"]}
    due = asked.registry.proofs.due(person) or ""
    code, by = open_case(asked, "visit", {"reason": "proof_of_life", "due_on": due})
    return {"code": code, "due_on": by}


def _shown(asked: Asked) -> bool:
    """Have PIN and code been given on this call, by the person, and is that a proof?"""
    by_themselves = asked.channel == "voice" and asked.identity.helper is None
    shown = {"pin", "code"} <= set(asked.identity.shown)
    return by_themselves and shown and rules().evidence.get(BY_PIN, 0) > 0


def _keep(asked: Asked) -> str:
    """Keep that the person is alive, from today on; answers the next due date."""
    person, today = asked.identity.person or 0, local(asked.now).date()
    due = months_after(today, rules().every).isoformat()
    asked.registry.proofs.add_evidence(person, "answers", today.isoformat(), asked.channel)
    asked.registry.proofs.set_due(person, due)
    return due


def _facts(asked: Asked) -> Row:
    today = local(asked.now).date().isoformat()
    person = asked.identity.person or 0
    facts = dict(asked.registry.proofs.facts(person, rules().programmes, today))
    if facts.get("last_job_year") == facts.get("first_year"):
        facts.pop("last_job_year", None)  # one job only: it would be the same question
    facts["employer"] = facts.pop("employers", ())
    return facts


def _tried(asked: Asked) -> bool:
    since = asked.now - timedelta(hours=rules().wait)
    moment = since.isoformat(timespec="milliseconds")
    return asked.registry.proofs.failures(asked.identity.person or 0, moment) > 0


def _is_right(question: str, answer: Any, known: Any) -> bool:
    if not known or answer is None:
        return False
    if question == "amount":
        return abs(int(answer) - int(known)) * 100 <= int(known) * rules().amount_off
    if question == "employer":
        said = folded(str(answer))
        return any(fuzz.token_set_ratio(said, folded(name)) >= _LIKE for name in known)
    year = int(str(answer["from"] or answer["to"])[:4])
    return abs(year - int(known)) <= rules().years_off


def _asking(
    outcome: str, question: str = "", left: Sequence[str] = (), due_on: str = ""
) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "question": question,
        "left": list(left),
        "right": 0,
        "wrong": 0,
        "due_on": due_on,
    }
