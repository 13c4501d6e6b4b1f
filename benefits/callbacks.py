"""A wish to be called back, with a promised day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from benefits.country import local
from benefits.function import Asked, function
from benefits.phones import is_own_country, normalised
from benefits.workdays import is_working_day, next_working_day

_PARTS = ("morning", "afternoon", "evening", "any")
_SAME_DAY_UNTIL = 10
"""The hour before which staff can still promise the afternoon or evening of the same day."""

_CONFIRMATION = {
    "en": ("Benefitline: we will call you back on {day}{part}.", "EEEE d MMMM"),
    "zh": ("Benefitline：我们将在{day}{part}给您回电话。", "M月d日EEEE"),
    "es": ("Benefitline: le devolveremos la llamada el {day}{part}.", "EEEE d 'de' MMMM"),
}
_PART_OF_DAY = {
    "en": {
        "morning": " in the morning",
        "afternoon": " in the afternoon",
        "evening": " in the evening",
    },
    "zh": {"morning": "上午", "afternoon": "下午", "evening": "晚上"},
    "es": {
        "morning": " por la mañana",
        "afternoon": " por la tarde",
        "evening": " al final de la tarde",
    },
}


@function(
    "callbacks.leave",
    takes=("phone", "topic", "wanted"),
    gives=("ok", "phone", "promised_by", "wanted"),
)
def leave(asked: Asked, phone: str, topic: str | None, wanted: str) -> Mapping[str, Any]:
    """Promise a call back; after a phone call the promise is also sent as a text.

    topic: "general" when there is none. wanted: morning, afternoon, evening or any.
    ok: False for a number that cannot be called, and then nothing is written. phone: E.164.
    promised_by: ISO date, a working day.
    """
    number = normalised(phone)
    if number is None:
        return {"ok": False, "phone": "", "promised_by": "", "wanted": wanted}
    part = wanted if wanted in _PARTS else "any"
    day = promised_day(local(asked.now), part)
    promise = {"phone": number, "wanted": part, "promised_by": day.isoformat()}
    asked.registry.add_callback(
        {**promise, "topic": topic or "general", "language": asked.language}
    )
    # A caller may give any number: texts to foreign ones could be run up at our cost.
    if asked.channel == "voice" and (number == asked.caller or is_own_country(number)):
        body = confirmation(day, part, asked.language)
        asked.registry.add_text(number, body, asked.language)
    return {"ok": True, **promise}


def promised_day(now: datetime, part: str) -> date:
    """The next working day; today if it is one, it is early and later today is wanted."""
    today = now.date()
    later = part in ("afternoon", "evening")
    if later and now.hour < _SAME_DAY_UNTIL and is_working_day(today):
        return today
    return next_working_day(today)


def confirmation(day: date, part: str, language: str) -> str:
    """The text that confirms the promise: it says nothing of what it is about."""
    code = language if language in _CONFIRMATION else "en"
    sentence, pattern = _CONFIRMATION[code]
    return sentence.format(
        day=format_date(day, pattern, locale=code), part=_PART_OF_DAY[code].get(part, "")
    )
