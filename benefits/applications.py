"""Applying for a benefit: a few questions, each answer kept, handed in when the person says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from benefits.country import local, programmes
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.interview import NO_QUESTION, answered, next_question, put, told
from benefits.rules import FactError, decide, facts_of, ruleset

Row = Mapping[str, Any]
PROGRAMMES = {
    "apply_pension": "old_age_pension",
    "apply_unemployment": "unemployment_benefit",
    "apply_child_allowance": "child_allowance",
    "apply_maternity": "maternity_benefit",
    "apply_disability": "disability_pension",
    "apply_income_support": "income_support",
}
"""By intent, what is applied for."""
DECISION_DAYS = 30
"""Until a decision can be expected."""
_RUNNING = ("received", "examining", "documents_missing")
_FORM = ("reference", "programme", "programme_name", "facts", "missing", *NO_QUESTION)


@function(
    "applications.begin",
    optional=("subject", "programme"),
    gives=("outcome", "began_on", "problem", *_FORM),
    level=Level.PIN,
)
def begin(asked: Asked, subject: str | None = None, programme: str | None = None) -> Row:
    """Begin an application, or go on with the one that was begun.

    subject: the intent that led here. outcome: begun, resumed (began_on: ISO date), running (one
    for this benefit is being worked on, with its reference) or none (nothing to go on with).
    The question to put comes with it: kind (yes_no, number, amount, date, choice or empty), fact,
    text and choices.
    """
    assert asked.identity.person is not None
    programme = programme or PROGRAMMES.get(subject or "")
    own = asked.registry.claims.of_person(asked.identity.person)
    drafts = [claim for claim in own if claim["status"] == "draft"]
    mine = [claim for claim in own if claim["programme"] == programme] if programme else drafts
    draft = next((claim for claim in mine if claim["status"] == "draft"), None)
    if draft:
        form = _form(asked, draft["reference"], draft["programme"], draft["facts"])
        form = {**form, **_question(asked, draft["programme"], form["facts"], draft["missing"])}
        began = draft["updated_at"][:10]
        return {**form, "missing": draft["missing"], "outcome": "resumed", "began_on": began}
    running = next((claim for claim in mine if claim["status"] in _RUNNING), None)
    if running:
        form = _form(asked, running["reference"], running["programme"], {})
        return {**form, "outcome": "running", "began_on": running["received_on"]}
    if programme is None:
        return {**_form(asked, "", "", {}), "outcome": "none", "began_on": ""}
    reference = asked.registry.claims.begin(asked.identity.person, programme, asked.channel)
    form = _form(asked, reference, programme, {})
    question = _question(asked, programme, form["facts"], ())
    return {**form, **question, "outcome": "begun", "began_on": _today(asked).isoformat()}


@function(
    "applications.answer",
    takes=("reference", "programme", "facts", "missing", "fact"),
    optional=("value",),
    gives=("problem", *_FORM),
    level=Level.PIN,
)
def answer(
    asked: Asked,
    reference: str,
    programme: str,
    facts: Row,
    missing: Sequence[str],
    fact: str,
    value: Any = None,
) -> Row:
    """Keep an answer; no value: the person does not know.

    problem: the value cannot be, and the question stands.
    """
    form = {**_form(asked, reference, programme, {}), "facts": dict(facts)}
    try:
        known = None if value is None else answered(fact, value, _today(asked))
    except FactError:
        again = put(fact, asked.language, asked.channel)
        return {**form, **again, "missing": list(missing), "problem": True}
    if known is None:
        missing = [*missing, fact]
    else:
        form["facts"][fact] = known
        missing = [name for name in missing if name != fact]
    asked.registry.claims.save(reference, _own(form["facts"]), missing)
    question = _question(asked, programme, form["facts"], missing)
    return {**form, **question, "missing": list(missing)}


@function(
    "applications.review",
    takes=("programme", "facts", "missing"),
    gives=("outlook", "amount", "reason", "answers", "choices"),
    level=Level.PIN,
)
def review(asked: Asked, programme: str, facts: Row, missing: Sequence[str]) -> Row:
    """What comes of the answers before they are handed in.

    outlook: likely, unlikely or open. amount: cents a month, 0 where it is not known. reason: why
    it is unlikely. answers: in one sentence. choices: the answers that may be changed.
    """
    rules = ruleset()
    decision = decide(programme, facts, _today(asked))
    outlook = {"granted": "likely", "refused": "unlikely"}.get(decision.outcome, "open")
    reason = decision.deciding if outlook == "unlikely" else None
    own = [*_own(facts), *missing]
    return {
        "outlook": outlook,
        "amount": decision.amount or 0,
        "reason": rules.explain(reason, asked.language) if reason else "",
        "answers": told(_own(facts), asked.language),
        "choices": [
            {"name": name, "label": rules.facts[name].called[asked.language], "phrases": []}
            for name in own
        ],
    }


@function(
    "applications.change",
    takes=("reference", "programme", "facts", "missing", "fact"),
    gives=("problem", *_FORM),
    level=Level.PIN,
)
def change(
    asked: Asked, reference: str, programme: str, facts: Row, missing: Sequence[str], fact: str
) -> Row:
    """Ask for a fact once more; what was answered stands until the new answer."""
    form = _form(asked, reference, programme, {})
    again = put(fact, asked.language, asked.channel)
    return {**form, **again, "facts": dict(facts), "missing": list(missing)}


@function(
    "applications.hand_in",
    takes=("reference", "programme"),
    gives=("expected_by", "documents"),
    level=Level.PIN,
)
def hand_in(asked: Asked, reference: str, programme: str) -> Row:
    """Hand an application in; the decision comes later, a refusal never without a person.

    expected_by: ISO date. documents: what to bring or send, in a sentence.
    """
    today = _today(asked)
    expected = today + timedelta(days=DECISION_DAYS)
    asked.registry.claims.hand_in(reference, today.isoformat(), expected.isoformat())
    papers = programmes()[programme].documents[asked.language]
    comma = "、" if asked.language == "zh" else ", "
    return {"expected_by": expected.isoformat(), "documents": comma.join(papers)}


@function("applications.open", gives=("count", "choices"), level=Level.PIN)
def open_claims(asked: Asked) -> Row:
    """The person's applications that can be taken back: choices of reference and benefit."""
    assert asked.identity.person is not None
    own = [
        claim
        for claim in asked.registry.claims.of_person(asked.identity.person)
        if claim["status"] in ("draft", *_RUNNING)
    ]
    names = [programmes()[claim["programme"]].name(asked.language) for claim in own]
    choices = [
        {"name": claim["reference"], "label": name, "phrases": []}
        for claim, name in zip(own, names, strict=True)
    ]
    return {"count": len(choices), "choices": choices}


@function("applications.take_back", takes=("reference",), gives=("ok",), level=Level.PIN)
def take_back(asked: Asked, reference: str) -> Row:
    """Take an application of one's own back, as long as it is not decided."""
    assert asked.identity.person is not None
    own = asked.registry.claims.of_person(asked.identity.person)
    mine = any(
        claim["reference"] == reference and claim["status"] in ("draft", *_RUNNING) for claim in own
    )
    if mine:
        asked.registry.claims.take_back(reference)
    return {"ok": mine}


@function("eligibility.check", gives=("count", "choices"), level=Level.PIN)
def eligibility(asked: Asked) -> Row:
    """The benefits that are not ruled out by what is on record, and not drawn or applied for."""
    assert asked.identity.person is not None
    record = asked.registry.people.record(asked.identity.person)
    taken = {claim["programme"] for claim in record["claims"] if claim["status"] in _RUNNING}
    today = _today(asked)
    payment = asked.registry.next_payment(asked.identity.person, today.isoformat())
    taken |= {payment["programme"]} if payment else set()
    possible = [
        name
        for name in programmes()
        if name not in taken
        and decide(name, facts_of(record, today, name), today).outcome != "refused"
    ]
    choices = [
        {
            "name": name,
            "label": programmes()[name].name(asked.language),
            "phrases": list(programmes()[name].names[asked.language][1:]),
        }
        for name in possible
    ]
    return {"count": len(choices), "choices": choices}


def _form(asked: Asked, reference: str, programme: str, facts: Row) -> dict[str, Any]:
    """What is known of an application, with the facts on record and no question."""
    assert asked.identity.person is not None
    known: dict[str, Any] = {}
    if programme:
        record = asked.registry.people.record(asked.identity.person)
        known = facts_of(record, _today(asked), programme)
    return {
        "reference": reference,
        "programme": programme,
        "programme_name": programmes()[programme].name(asked.language) if programme else "",
        "facts": {**known, **facts},
        "missing": [],
        "problem": False,
        **NO_QUESTION,
    }


def _question(asked: Asked, programme: str, facts: Row, missing: Sequence[str]) -> Row:
    today = _today(asked)
    return next_question(programme, facts, missing, today, asked.language, asked.channel)


def _own(facts: Row) -> dict[str, Any]:
    """The facts that the person has told."""
    known = ruleset().facts
    return {name: value for name, value in facts.items() if known[name].source == "person"}


def _today(asked: Asked) -> date:
    return local(asked.now).date()
