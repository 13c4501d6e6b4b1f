"""Texts that nobody has asked for just now. They say nothing of what it is about, as a telephone
lies on the kitchen table, and go to a person's first telephone only."""

from __future__ import annotations

from collections.abc import Mapping

from benefits.registry import Registry

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


def send(registry: Registry, person_id: int, texts: Mapping[str, str]) -> bool:
    """Send a text in the person's language; False where there is no telephone."""
    contact = registry.people.contact(person_id)
    if not contact["phone"]:
        return False
    language = contact["language"] if contact["language"] in texts else "en"
    registry.add_text(contact["phone"], texts[language], language)
    return True
