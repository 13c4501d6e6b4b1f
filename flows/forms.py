"""How values are read out or written: the formats behind `{path:format}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal

from flows.text import PLACEHOLDER

# Latin American Spanish, mainland Chinese and US English are what the bundled voices speak.
LOCALES = {"en": "en_US", "zh": "zh_Hans_CN", "es": "es_MX"}
CURRENCY = "USD"
COUNTRY_CODE = "+1"
"""Left out when a phone number of our own country is read out."""
_DATES = {"en": "EEEE, d MMMM", "zh": "M月d日EEEE", "es": "EEEE d 'de' MMMM"}
_SHORT_DATES = {"en": "EEE d MMM", "zh": "M月d日", "es": "EEE d MMM"}


def _date(value: Any, language: str, channel: str) -> str:
    patterns = _SHORT_DATES if channel == "sms" else _DATES
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    return format_date(day, patterns[language], locale=LOCALES[language]).replace(".", "")


def _time(value: Any, language: str, channel: str) -> str:
    at = value if isinstance(value, time) else time.fromisoformat(str(value))
    # Babel writes a narrow no-break space before AM and PM, which would cost a text its alphabet.
    return format_time(at, "short", locale=LOCALES[language]).replace("\u202f", " ")


def _money(value: Any, language: str, channel: str) -> str:
    amount = Decimal(int(value)) / 100
    return format_currency(amount, CURRENCY, locale=LOCALES[language]).replace("\xa0", " ")


def _digits(value: Any, language: str, channel: str) -> str:
    """Digits as people write them down: by text in one go, by voice one by one with pauses."""
    text = re.sub(r"\s", "", str(value))
    if channel == "sms":
        return text
    size = 4 if len(text) % 3 and not len(text) % 4 else 3
    groups = [text[at : at + size] for at in range(0, len(text), size)]
    return ", ".join(" ".join(group) for group in groups)


def _phone(value: Any, language: str, channel: str) -> str:
    """A phone number in the groups in which it is dialled."""
    text = re.sub(r"[^\d+]", "", str(value)).removeprefix(COUNTRY_CODE)
    if len(text) != 10:
        return _digits(text.lstrip("+"), language, channel)
    groups = (text[:3], text[3:6], text[6:])
    return "-".join(groups) if channel == "sms" else ", ".join(" ".join(group) for group in groups)


def _number(value: Any, language: str, channel: str) -> str:
    return format_decimal(value, locale=LOCALES[language])


FORMS: dict[str, Callable[[Any, str, str], str]] = {
    "date": _date,
    "time": _time,
    "money": _money,
    "digits": _digits,
    "phone": _phone,
    "number": _number,
}


def fill(template: str, look_up: Callable[[str], Any], language: str, channel: str) -> str:
    """The template with every `{path}` and `{path:format}` filled in.

    A value that is missing leaves nothing behind: half a sentence is better than a crash, and the
    linter names such placeholders. A value that does not fit its format is said as it is.
    """

    def one(match: Any) -> str:
        value = look_up(match[1])
        if value is None or value == "":
            return ""
        try:
            return FORMS[match[2]](value, language, channel) if match[2] else str(value)
        except (ValueError, KeyError, TypeError, ArithmeticError):
            return str(value)

    return re.sub(r"\s+", " ", PLACEHOLDER.sub(one, template)).strip()
