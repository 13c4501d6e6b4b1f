"""Texts to the phones that somebody had before a change. They say nothing of what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from babel.dates import format_date

from benefits.country import local
from benefits.registry import Registry

_DAYS = {"en": "d MMM", "zh": "M月d日", "es": "d MMM"}
_BODIES: Mapping[str, Mapping[str, str]] = {
    "held": {
        "en": "Benefitline: we were asked to change your details, not before {day}. Not you? "
        "Text STOP {reference} or call us.",
        "zh": "社保热线：有人申请更改您的资料，最早{day}生效。"
        "如非本人，请回复“停止{reference}”或来电。",
        "es": "Benefitline: nos pidieron cambiar sus datos, no antes del {day}. ¿No fue usted? "
        "Escriba ALTO {reference} o llame.",
    },
    "applied": {
        "en": "Benefitline: the change to your details that was asked for on {day} now counts. "
        "Not you? Call us at once.",
        "zh": "社保热线：{day}申请的资料更改已生效。如非本人，请马上来电。",
        "es": "Benefitline: el cambio de sus datos pedido el {day} ya vale. ¿No fue usted? "
        "Llámenos enseguida.",
    },
    "stopped": {
        "en": "Benefitline: the change to your details was stopped. All stays as it was.",
        "zh": "社保热线：资料更改已停止，一切照旧。",
        "es": "Benefitline: se detuvo el cambio de sus datos. Todo queda como estaba.",
    },
    "address": {
        "en": "Benefitline: your details were changed on {day}, as asked. Not you? Call us.",
        "zh": "社保热线：已按申请于{day}更改您的资料。如非本人，请来电。",
        "es": "Benefitline: se cambiaron sus datos el {day}, como se pidió. ¿No fue usted? Llame.",
    },
    "pin_letter": {
        "en": "Benefitline: on {day} a letter with a code for a new PIN was asked for. Not you? "
        "Call us.",
        "zh": "社保热线：{day}有人申请了办理新密码的信。如非本人，请来电。",
        "es": "Benefitline: el {day} se pidió una carta con un código para un PIN nuevo. ¿No fue "
        "usted? Llame.",
    },
    "pin": {
        "en": "Benefitline: a new PIN was chosen on {day}. Not you? Call us at once.",
        "zh": "社保热线：{day}设定了新密码。如非本人，请马上来电。",
        "es": "Benefitline: el {day} se eligió un PIN nuevo. ¿No fue usted? Llámenos enseguida.",
    },
    "letter": {
        "en": "Benefitline: what you asked for is on its way to you by post.",
        "zh": "社保热线：您要的材料已寄出。",
        "es": "Benefitline: lo que pidió va en camino por correo.",
    },
}


def send(
    registry: Registry,
    phones: Iterable[str],
    language: str,
    kind: str,
    at: datetime,
    reference: str = "",
) -> None:
    """Send a notice of this kind to all these phones (E.164). at: the time it tells of."""
    code = language if language in _DAYS else "en"
    day = format_date(local(at).date(), _DAYS[code], locale=code).replace(".", "")
    body = _BODIES[kind][code].format(day=day, reference=reference)
    for phone in phones:
        # The reference stops the change, so that it is kept like a secret until it is sent.
        registry.add_text(phone, body, code, secret=bool(reference))
