"""Texts about appointments and proofs of life. They say nothing of what it is about: a telephone
lies on the kitchen table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from babel.dates import format_date, format_time

Row = Mapping[str, Any]

_LOCALES = {"en": "en_US", "zh": "zh_CN", "es": "es_US"}
_DAY = {"en": "EEE d MMM", "zh": "M月d日EEE", "es": "EEE d MMM"}
_BOOKED = {
    "en": "Benefitline: your appointment is {day} at {at}, {address}, {town}. Code {code}.",
    "zh": "社会保障热线：您的预约：{day}{at}，{town}{address}。编号{code}。",
    "es": "Benefitline: su cita es el {day} a las {at}, {address}, {town}. Código {code}.",
}
_CANCELLED = {
    "en": "Benefitline: your appointment on {day} at {at} is cancelled.",
    "zh": "社会保障热线：您{day}{at}的预约已取消。",
    "es": "Benefitline: su cita del {day} a las {at} queda anulada.",
}
_REMINDER = {
    "en": "Benefitline: your appointment is {day} at {at}, {address}, {town}. To move it, call us.",
    "zh": "社会保障热线提醒：您的预约{day}{at}，{town}{address}。要改时间请来电。",
    "es": "Benefitline: su cita es el {day} a las {at}, {address}, {town}. Para cambiarla, llame.",
}
_CALL_US = {
    "en": "Benefitline: please call us before {day} to confirm something. Nothing stops by itself.",
    "zh": "社会保障热线：请在{day}前来电，有一件事需要确认。不会因此自动停发。",
    "es": "Benefitline: llame antes del {day}, hay algo por confirmar. Nada se suspende solo.",
}


def booked(slot: Row, office: Row, code: str, language: str) -> str:
    """The text that confirms an appointment. slot: day and at; office: address and town."""
    return _filled(_BOOKED, language, slot, {**office, "code": code})


def cancelled(slot: Row, language: str) -> str:
    """The text that confirms that an appointment is cancelled."""
    return _filled(_CANCELLED, language, slot, {})


def reminder(slot: Row, office: Row, language: str) -> str:
    """The text of the day before."""
    return _filled(_REMINDER, language, slot, office)


def call_us(due_on: str, language: str) -> str:
    """The reminder of a proof of life, which does not say that it is one."""
    return _filled(_CALL_US, language, {"day": due_on, "at": "00:00"}, {})


def _filled(texts: Mapping[str, str], language: str, slot: Row, values: Row) -> str:
    code = language if language in texts else "en"
    locale = _LOCALES[code]
    day = format_date(date.fromisoformat(slot["day"]), _DAY[code], locale=locale)
    at = format_time(time.fromisoformat(slot["at"]), "short", locale=locale)
    # Babel writes a narrow no-break space before AM and PM, which would cost a text its alphabet.
    said = {"day": day.replace(".", ""), "at": at.replace("\u202f", " ").replace("\xa0", " ")}
    return texts[code].format(**said, **values)
