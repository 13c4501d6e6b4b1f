"""What is sent by post to the address on record: certificates and insurance cards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from benefits.cases import open_case
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.personal import notices
from benefits.personal.history import person_of, write_down

ONCE_IN = timedelta(days=7)
"""The same letter is not sent again while the first may still be under way."""


@function("letters.certificate", takes=("kind",), gives=("outcome", "texted"), level=Level.PIN)
def certificate(
    asked: Asked, kind: Literal["benefits", "insured", "contributions"]
) -> Mapping[str, Any]:
    """Send a certificate by post, never by text. outcome: sent, or again when the same one was
    asked for within a week. texted: a text says that it comes, and nothing of what it is."""
    return _sent(asked, f"certificate_{kind}", {})


@function("letters.card", takes=("reason",), gives=("outcome", "texted"), level=Level.PIN)
def card(asked: Asked, reason: Literal["lost", "stolen", "damaged"]) -> Mapping[str, Any]:
    """Send a new insurance card by post; the old one counts no more. Gives the same as
    `letters.certificate`. A stolen one is put to staff as well."""
    answer = _sent(asked, "card", {"reason": reason})
    if answer["outcome"] == "sent":
        write_down(asked, "card", "", reason)
        if reason == "stolen":
            about = {"what": "insurance card stolen"}
            open_case(asked, "fraud", about, priority="high", flags=["card_stolen"])
    return answer


def _sent(asked: Asked, kind: str, details: Mapping[str, str]) -> dict[str, Any]:
    person, records = person_of(asked), asked.registry.personal
    since = (asked.now - ONCE_IN).isoformat(timespec="milliseconds")
    if records.letter_since(person, kind, since):
        return {"outcome": "again", "texted": False}
    record = records.of(person)
    records.send_letter(person, kind, asked.language, {**details, "to": record["address"]})
    texted = asked.channel == "voice" and asked.caller in record["phones"]
    if texted:
        notices.send(asked.registry, [asked.caller], asked.language, "letter", asked.now)
    return {"outcome": "sent", "texted": texted}
