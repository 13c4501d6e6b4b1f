"""Texts that nobody has asked for just now. They say nothing of what it is about, as a telephone
lies on the kitchen table, and go to a person's first telephone only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from benefits.country import local
from benefits.registry import Registry

DECIDED = {
    "en": "Benefitline: a decision has been made about your application. Call to hear it.",
    "zh": "社会保障热线：您的申请已有决定，请来电了解。",
    "es": "Benefitline: ya hay una decisión sobre su solicitud. Llámenos para oírla.",
}
UNFINISHED = {
    "en": "Benefitline: something you began with us is not finished. To go on, call us.",
    "zh": "社会保障热线：您有一项办理还没有完成。需要继续请来电。",
    "es": "Benefitline: algo que empezó con nosotros no está terminado. Para seguir, llame.",
}
PAPERS = {
    "en": "Benefitline: we still need something from you. Please call to hear what it is.",
    "zh": "社会保障热线：我们还需要您的一些材料，请来电了解。",
    "es": "Benefitline: todavía nos falta algo de usted. Llámenos para saber qué es.",
}


def may(registry: Registry, person_id: int | None, now: datetime, asked_for: bool = False) -> bool:
    """May this person be sent a text now? Not where they want none, or none at this hour.

    asked_for: only to whom has said that they want reminders. None: somebody who is known by their
    telephone alone.
    """
    if person_id is None:
        return not asked_for
    preferred = registry.preferences.of(person_id)
    wanted = preferred.get("reminders", "")
    if wanted == "no" or (asked_for and wanted != "yes"):
        return False
    return not is_quiet(preferred.get("quiet_hours", ""), local(now))


def is_quiet(hours: str, at: datetime) -> bool:
    """Does a moment on the country's clocks fall into quiet hours, as `benefits.personal` keeps
    them: "20:00-12:00", "sat-sun" or empty?"""
    if not hours:
        return False
    if hours == "sat-sun":
        return at.weekday() >= 5
    first, last = (time.fromisoformat(part) for part in hours.split("-"))
    # Over midnight, as nights are.
    return at.time() >= first or at.time() < last if first > last else first <= at.time() < last


def send(registry: Registry, person_id: int, texts: Mapping[str, str]) -> bool:
    """Send a text in the person's language; False where there is no telephone."""
    contact = registry.people.contact(person_id)
    if not contact["phone"]:
        return False
    language = contact["language"] if contact["language"] in texts else "en"
    registry.add_text(contact["phone"], texts[language], language)
    return True
