"""Payments with their amounts: what comes, what came, and what is to be paid back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from benefits import country
from benefits.checks.written import words
from benefits.contributions import person_of
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.owing import open_notices

Row = Mapping[str, Any]

_AT_ONCE = 3
"""Payments that are told in one go."""
_PLACES = ("first", "second", "third")


@function(
    "payments.coming",
    takes=(),
    gives=("found", "due_on", "programme_name", "amount", "kept_back", "held", "words"),
    level=Level.PIN,
)
def coming(asked: Asked) -> Mapping[str, Any]:
    """The next payment with its amount (cents). held: it waits for a person, which `words` say,
    without why; it is then not found. kept_back: cents that the amount is less by, for what was
    paid too much."""
    nothing = {"found": False, "due_on": "", "programme_name": "", "amount": 0, "kept_back": 0}
    waiting = [row for row in reversed(payments_of(asked)) if row["status"] in ("due", "held")]
    following = next((row for row in waiting if row["due_on"] >= today(asked)), None)
    if following is None:
        return {**nothing, "held": False, "words": ""}
    if following["status"] == "held":
        return {**nothing, "held": True, "words": words("payment", asked.language)}
    kept = following.get("kept_back", 0)
    paid = told(asked, following)
    return {"found": True, **paid, "kept_back": kept, "held": False, "words": ""}


@function(
    "payments.statement",
    takes=(),
    gives=("paid", "last", "next", "owes"),
    level=Level.PIN,
)
def statement(asked: Asked) -> Mapping[str, Any]:
    """In short: how many payments were made, the last and the next one (`{programme_name, amount,
    due_on}`, or empty), and what is owed in contributions today (cents)."""
    made = _made(asked)
    following = coming(asked)
    owes = sum(notice.open + notice.surcharge for notice in open_notices(asked))
    return {
        "paid": len(made),
        "last": told(asked, made[0]) if made else "",
        "next": following if following["found"] else "",
        "owes": owes,
    }


@function(
    "payments.history",
    takes=(),
    optional=("page",),
    gives=("count", *_PLACES, "more", "page"),
    level=Level.PIN,
)
def history(asked: Asked, page: int | None = None) -> Mapping[str, Any]:
    """The payments made, three at a time, the latest first.

    page: of the last answer, for the next ones. count: those of this answer, 0 to 3.
    """
    at = page or 0
    made = _made(asked)
    now = [told(asked, row) for row in made[at : at + _AT_ONCE]]
    places = {name: now[n] if n < len(now) else "" for n, name in enumerate(_PLACES)}
    more = len(made) > at + _AT_ONCE
    return {"count": len(now), **places, "more": more, "page": at + _AT_ONCE}


@function(
    "payments.change",
    takes=(),
    gives=("state", "programme_name", "now", "before", "difference", "reason", "due_on"),
    level=Level.PIN,
)
def change(asked: Asked) -> Mapping[str, Any]:
    """The payment made last against the one before it, of the same programme.

    state: none (there are no two), same, more or less. difference: cents, never negative. reason:
    in words, empty where the record has none.
    """
    made = _made(asked)
    nothing: dict[str, Any] = dict.fromkeys(("programme_name", "reason", "due_on"), "")
    nothing |= dict.fromkeys(("now", "before", "difference"), 0)
    last = made[0] if made else None
    before = next((row for row in made[1:] if row["programme"] == made[0]["programme"]), None)
    if last is None or before is None:
        return {"state": "none", **nothing}
    difference = last["amount"] - before["amount"]
    return {
        "state": "more" if difference > 0 else "less" if difference < 0 else "same",
        "programme_name": told(asked, last)["programme_name"],
        "now": last["amount"],
        "before": before["amount"],
        "difference": abs(difference),
        "reason": reason(last["reason"], asked.language),
        "due_on": last["due_on"],
    }


@function(
    "payments.overpaid",
    takes=(),
    gives=("count", "programme_name", "amount", "rest", "kept_back", "reason", "decided_on"),
    level=Level.PIN,
)
def overpaid(asked: Asked) -> Mapping[str, Any]:
    """What is to be paid back (cents): the oldest of those that are open; count: how many are."""
    rows = asked.registry.payments.overpaid(person_of(asked))
    found = [row for row in rows if row["amount"] > row["repaid"]]
    if not found:
        nothing = dict.fromkeys(("programme_name", "reason", "decided_on"), "")
        return {"count": 0, **nothing, **dict.fromkeys(("amount", "rest", "kept_back"), 0)}
    oldest = found[0]
    return {
        "count": len(found),
        "programme_name": country.programmes()[oldest["programme"]].name(asked.language),
        "amount": oldest["amount"],
        "rest": oldest["amount"] - oldest["repaid"],
        "kept_back": oldest["kept_back"],
        "reason": reason(oldest["reason"], asked.language),
        "decided_on": oldest["decided_on"],
    }


def payments_of(asked: Asked) -> Sequence[Row]:
    """Every payment of the person, the latest first."""
    return asked.registry.payments.of(person_of(asked))


def today(asked: Asked) -> str:
    """The day, as ISO text."""
    return country.local(asked.now).date().isoformat()


def told(asked: Asked, row: Row) -> dict[str, Any]:
    """A payment as a flow tells it."""
    name = country.programmes()[row["programme"]].name(asked.language)
    return {"programme_name": name, "amount": row["amount"], "due_on": row["due_on"]}


def reason(name: str, language: str) -> str:
    """A reason in words; empty for none that is known."""
    told = _reasons().get(name, {})
    return told.get(language) or told.get("en", "")


def _made(asked: Asked) -> list[Row]:
    return [row for row in payments_of(asked) if row["status"] == "paid"]


@cache
def _reasons() -> Mapping[str, Mapping[str, str]]:
    reasons: Mapping[str, Mapping[str, str]] = country.read(country.DATA / "reasons.yaml")
    return reasons
