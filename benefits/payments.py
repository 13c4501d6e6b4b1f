"""When the next payment comes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from benefits.country import DATA, local, programmes, read
from benefits.function import Asked, function
from benefits.workdays import next_payment_day


@function("payments.wanted", takes=("words",), gives=("amount",))
def wanted(asked: Asked, words: str) -> Mapping[str, Any]:
    """Do somebody's words ask how much it is, and not only when? That takes a PIN."""
    said = words.casefold()
    return {"amount": any(word in said for word in _amount_words())}


@cache
def _amount_words() -> frozenset[str]:
    every: Mapping[str, list[str]] = read(DATA / "amount_words.yaml")
    return frozenset(word for words in every.values() for word in words)


@function(
    "payments.next",
    takes=("insurance_number",),
    gives=("known", "due_on", "programme_name", "general_on"),
    personal=True,
)
def next_payment(asked: Asked, insurance_number: str) -> Mapping[str, Any]:
    """When a person is paid next: no amounts (assurance level L1).

    known: the number exists and the caller's phone is registered for that person; an unknown
    number and another person's phone get the same answer, which tells nothing about either.
    due_on: ISO date, empty when nothing is due. general_on: ISO date, the next day on which
    old-age pensions are paid to everybody.
    """
    today = local(asked.now).date()
    answer = {
        "known": False,
        "due_on": "",
        "programme_name": "",
        "general_on": next_payment_day(programmes()["old_age_pension"].payment, today).isoformat(),
    }
    registry = asked.registry
    person = registry.person(insurance_number)
    if person is None or not asked.caller or not registry.has_phone(person["id"], asked.caller):
        return answer
    answer["known"] = True
    payment = registry.next_payment(person["id"], today.isoformat())
    if payment is not None:
        answer["due_on"] = payment["due_on"]
        answer["programme_name"] = programmes()[payment["programme"]].name(asked.language)
    return answer
