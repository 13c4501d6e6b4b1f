"""What people prefer to be sent and told. How a telephone is spoken with is no matter of these:
the conversation itself remembers that (`conversation.personalisation`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from benefits.function import Asked, function
from benefits.identity import Level
from benefits.personal.history import person_of, write_down

ENTITLEMENTS = "entitlements"
"""The purpose of a consent: to be told of benefits that somebody may be entitled to."""
QUIET = {"none": "", "mornings": "20:00-12:00", "evenings": "17:00-09:00", "weekends": "sat-sun"}
"""When no text is wanted, on the country's clocks, by what is chosen."""


@function("preferences.set", takes=("name", "value"), gives=("ok",), level=Level.PHONE)
def prefer(
    asked: Asked, name: Literal["reminders", "quiet_hours", "letters"], value: str
) -> Mapping[str, Any]:
    """Keep a preference. reminders: "yes" or "no"; quiet_hours: a key of QUIET; letters: the code
    of a language."""
    person, registry = person_of(asked), asked.registry
    if name == "letters":
        before = registry.personal.of(person)["language"]
        registry.personal.set_language(person, value)
    else:
        before = registry.preferences.of(person).get(name, "")
        kept = QUIET[value] if name == "quiet_hours" else value
        registry.preferences.set(person, name, kept)
    write_down(asked, name, before, value)
    return {"ok": True}


@function("preferences.consent", takes=("purpose", "given"), gives=("ok",), level=Level.PHONE)
def consent(asked: Asked, purpose: str, given: bool) -> Mapping[str, Any]:
    """Keep a consent, or that it is taken back."""
    person = person_of(asked)
    if given:
        asked.registry.preferences.consent(person, purpose, asked.channel)
    else:
        asked.registry.preferences.withdraw(person, purpose)
    return {"ok": True}
