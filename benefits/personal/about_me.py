"""What is stored about somebody, told in short parts, and erased as far as the law allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.function import Asked, function
from benefits.identity import Level
from benefits.personal.bank import LAST
from benefits.personal.history import person_of
from benefits.personal.preferring import ENTITLEMENTS, QUIET

PHONE_ENDS = 3
"""Digits of a phone that are told."""


@function(
    "me.summary",
    gives=(
        "address",
        "phone",
        "phones",
        "account",
        "language",
        "helper",
        "reminders",
        "quiet_hours",
        "entitlements_since",
        "change_due_on",
    ),
    level=Level.PIN,
)
def summary(asked: Asked) -> Mapping[str, Any]:
    """What is stored about somebody.

    phone: the last digits of the first phone, empty for none; phones: how many there are beside it.
    account: last digits, empty for none. language: code. helper: the given name of who may act for
    them, or empty. reminders: yes or no. quiet_hours: a key
    of `preferring.QUIET`. entitlements_since: ISO date of a consent, or empty. change_due_on: ISO
    date from which a change that waits counts at the earliest, or empty.
    """
    person, registry = person_of(asked), asked.registry
    record, wishes = registry.personal.of(person), registry.preferences.of(person)
    quiet = {hours: name for name, hours in QUIET.items()}
    waiting = [
        change["due_at"][:10]
        for change in registry.held.of_person(person)
        if change["status"] in ("waiting", "review")
    ]
    helpers, phones = registry.consents.of(person), record["phones"]
    return {
        "address": record["address"],
        "phone": phones[0][-PHONE_ENDS:] if phones else "",
        "phones": len(phones) - 1 if phones else 0,
        "account": record["account"][-LAST:],
        "language": record["language"],
        "helper": helpers[0]["name"] if helpers else "",
        "reminders": wishes.get("reminders", "yes"),
        "quiet_hours": quiet.get(wishes.get("quiet_hours", ""), "none"),
        "entitlements_since": registry.preferences.consents(person).get(ENTITLEMENTS, "")[:10],
        "change_due_on": max(waiting, default=""),
    }


@function("me.erase", gives=("conversations",), level=Level.PIN)
def erase(asked: Asked) -> Mapping[str, Any]:
    """Erase preferences and consents, and what was said and recorded in conversations.

    conversations: False where the phone is registered for others too, whose conversations may be
    among them; then these stay for their usual time.
    """
    person, registry = person_of(asked), asked.registry
    registry.preferences.erase(person)
    alone = registry.has_phone(person, asked.caller) and registry.personal.owners(asked.caller) == 1
    if alone:
        registry.personal.erase_conversations()
    return {"conversations": alone}
