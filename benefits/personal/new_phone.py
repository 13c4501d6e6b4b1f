"""A new telephone number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.function import Asked, function
from benefits.identity import Level
from benefits.personal.history import person_of
from benefits.personal.holding import hold
from benefits.phones import is_ordinary, normalised


@function("phones.now", gives=("count",), level=Level.STRONG)
def now(asked: Asked) -> Mapping[str, Any]:
    """How many phones are registered for somebody."""
    return {"count": len(asked.registry.personal.of(person_of(asked))["phones"])}


@function("phones.change", takes=("phone", "keep"), gives=("held", "due_on"), level=Level.STRONG)
def change(asked: Asked, phone: str, keep: bool) -> Mapping[str, Any]:
    """Hold a new phone number. keep: may the number of this call stay registered as well?

    held and due_on: as `holding.hold`; "wrong" for what is nobody's own line in the country, and
    "same" for a number that is registered already, with an empty date.
    """
    number = normalised(phone)
    if number is None or not is_ordinary(number):
        return {"held": "wrong", "due_on": ""}
    phones = asked.registry.personal.of(person_of(asked))["phones"]
    if number in phones:
        return {"held": "same", "due_on": ""}
    replaced = asked.caller if asked.caller in phones and not keep else ""
    return hold(asked, "phone", {"phone": number, "replaces": replaced}, {"phones": list(phones)})
