"""A new bank account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.function import Asked, function
from benefits.identity import Level
from benefits.personal import bank_numbers
from benefits.personal.history import person_of
from benefits.personal.holding import hold

LAST = 4
"""Digits of an account that are told."""


@function("bank.now", gives=("known", "last_digits"), level=Level.STRONG)
def now(asked: Asked) -> Mapping[str, Any]:
    """The account that somebody is paid to: its last digits, and never more."""
    account = asked.registry.personal.of(person_of(asked))["account"]
    return {"known": bool(account), "last_digits": account[-LAST:]}


@function("bank.check", takes=("account",), gives=("problem", "last_digits"))
def check(asked: Asked, account: str) -> Mapping[str, Any]:
    """Is this the number of an account, keyed in, or written as it is or as an IBAN?

    problem: empty, `abroad` (an account in another country) or `number` (a digit is wrong or
    missing). last_digits: empty where there is a problem.
    """
    digits = bank_numbers.national(account)
    if digits is None:
        problem = "abroad" if bank_numbers.is_abroad(account) else "number"
        return {"problem": problem, "last_digits": ""}
    return {"problem": "", "last_digits": digits[-LAST:]}


@function(
    "bank.change", takes=("account",), gives=("held", "due_on", "last_digits"), level=Level.STRONG
)
def change(asked: Asked, account: str) -> Mapping[str, Any]:
    """Hold a change of bank account. held and due_on: as `holding.hold`; "same" and an empty date
    when it is the account already; "wrong" when it is no number (`bank.check` tells why)."""
    digits = bank_numbers.national(account)
    if digits is None:
        return {"held": "wrong", "due_on": "", "last_digits": ""}
    before = asked.registry.personal.of(person_of(asked))["account"]
    if digits == before:
        return {"held": "same", "due_on": "", "last_digits": digits[-LAST:]}
    held = hold(asked, "bank", {"account": digits}, {"account": before})
    return {**held, "last_digits": digits[-LAST:]}
