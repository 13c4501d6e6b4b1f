"""Days, times, numbers and durations as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent, get_decimal_symbol
from babel.units import format_unit

from console.texts import language

_LOCALES = {"en": "en", "es": "es", "zh": "zh_Hans"}
_DAYS = {"en": "d MMM y", "es": "d MMM y", "zh": "y年M月d日"}
"""A day is written before its month, as the hotline says it, and a time counts 24 hours."""
_MINUTE, _HOUR = 60, 3600


def locale() -> str:
    """The reader's language as Babel calls it."""
    return _LOCALES[language()]


def clock(moment: datetime, zone: tzinfo | None) -> str:
    """The time of day, to the second."""
    return moment.astimezone(zone).strftime("%H:%M:%S")


def day(at: date | str) -> str:
    """A day: 24 Nov 2026. at: a date, or one written as ISO 8601 does."""
    shown = date.fromisoformat(at[:10]) if isinstance(at, str) else at
    return format_date(shown, _DAYS[language()], locale=locale())


def day_and_time(moment: datetime, zone: tzinfo | None, seconds: bool = False) -> str:
    """Day and time, to the minute or the second: 24 Nov 2026, 09:30."""
    local = moment.astimezone(zone)
    time = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{day(local.date())}{' ' if language() == 'zh' else ', '}{time}"


def stamped(at: str, seconds: bool = False) -> str:
    """Day and time of a stamp (ISO 8601), in its own zone."""
    moment = datetime.fromisoformat(at)
    return day_and_time(moment, moment.tzinfo, seconds)


def number(value: float) -> str:
    """A number with its groups: 1,250."""
    return format_decimal(value, locale=locale())


def percent(share: float) -> str:
    """A share (0 to 1) in whole percent."""
    return _percent(round(share, 2), locale())


@lru_cache(maxsize=512)
def _percent(share: float, locale_: str) -> str:
    return format_percent(share, locale=locale_)


def offset(seconds: float) -> str:
    """A time within a call: 1:05.3."""
    tenths = round(seconds * 10)
    point = get_decimal_symbol(locale())
    return f"{tenths // 600}:{tenths // 10 % 60:02d}{point}{tenths % 10}"


def duration(seconds: float, length: Literal["short", "long"] = "short") -> str:
    """A wait in its greatest unit, rounded down: "8 sec", "3 min", "2 hr".

    length: "short", as `waiting.js` counts it on, or "long" ("8 seconds") within a sentence.
    """
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        value, unit = whole, "second"
    elif whole < _HOUR:
        value, unit = whole // _MINUTE, "minute"
    else:
        value, unit = whole // _HOUR, "hour"
    return _measured(value, unit, length, locale())


@lru_cache(maxsize=4096)
def _measured(value: int, unit: str, length: Literal["short", "long"], locale: str) -> str:
    """Remembered, as a list of a hundred waits is written four times a second."""
    return format_unit(value, f"duration-{unit}", length=length, locale=locale)
