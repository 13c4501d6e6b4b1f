"""Helpers: who acts for somebody else, because that person has said so.

A helper shows who they are by their own number, PIN and code. They may do what level 2 allows, and
name no further helper; the person is told each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.function import Asked, function
from benefits.identity import Level
from benefits.phones import may_be_mobile

PURPOSE, SCOPE = "help by phone and text", "all but bank account, phone and helpers"
_TOLD = {
    "en": "Benefitline: {name}, your helper, is using our line for you. If you do not want that, "
    "please call us.",
    "zh": "Benefitline：您的代办人{name}正在为您办事。要取消代办，请来电。",
    "es": "Benefitline: {name}, su ayudante, usa nuestra línea por usted. Si no lo quiere, "
    "llámenos, por favor.",
}


@function("helpers.mine", takes=(), gives=("outcome", "name"), level=Level.PHONE)
def mine(asked: Asked) -> Mapping[str, Any]:
    """Who acts for the person: outcome is none, one, several or not_for_helpers."""
    if asked.identity.helper is not None:
        return {"outcome": "not_for_helpers", "name": ""}
    given = asked.registry.consents.of(asked.identity.person or 0)
    outcome = ("none", "one", "several")[min(len(given), 2)]
    return {"outcome": outcome, "name": given[0]["name"] if given else ""}


@function("helpers.name", takes=("number",), gives=("outcome",), level=Level.PIN)
def name(asked: Asked, number: str) -> Mapping[str, Any]:
    """Let the person with this insurance number act: outcome is noted, self or not_for_helpers.

    A number of nobody is noted too, by the same words: it tells nothing of who is insured.
    """
    registry, person = asked.registry, asked.identity.person
    if asked.identity.helper is not None:
        return {"outcome": "not_for_helpers"}
    helper = registry.person(number)
    if helper and helper["id"] == person:
        return {"outcome": "self"}
    if helper and person and not registry.consents.allows(person, helper["id"]):
        registry.consents.give(person, helper["id"], PURPOSE, SCOPE, asked.channel)
    return {"outcome": "noted"}


@function("helpers.withdraw", takes=(), gives=("outcome",), level=Level.PHONE)
def withdraw(asked: Asked) -> Mapping[str, Any]:
    """Nobody acts for the person any more: outcome is withdrawn or not_for_helpers."""
    if asked.identity.helper is not None:
        return {"outcome": "not_for_helpers"}
    asked.registry.consents.withdraw(asked.identity.person or 0)
    return {"outcome": "withdrawn"}


@function("helpers.act", takes=("number",), gives=("outcome", "name"), level=Level.PIN)
def act(asked: Asked, number: str) -> Mapping[str, Any]:
    """From now on the matters are those of the person with this number: outcome is acting or none.

    None is said of a number of nobody and of somebody who has not consented alike. The person is
    told by text.
    """
    identity, registry = asked.identity, asked.registry
    me = identity.helper or identity.person or 0
    person = registry.person(number)
    if person is None or not registry.consents.allows(person["id"], me):
        return {"outcome": "none", "name": ""}
    identity.person, identity.helper = person["id"], me
    body = _TOLD.get(person["language"], _TOLD["en"]).format(name=registry.consents.name(me))
    for phone in registry.identities.phones(person["id"]):
        if may_be_mobile(phone) and phone != asked.caller:
            registry.add_text(phone, body, person["language"])
    registry.identities.tried(number, asked.caller, asked.channel, "level", "helper")
    return {"outcome": "acting", "name": registry.consents.name(person["id"])}
