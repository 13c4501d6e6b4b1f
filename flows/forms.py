"""How values are put into texts: the formats behind `{path:format}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal

from flows import periods, visit_times
from flows.numerals import LOCALES
from flows.reading import COUNTRY_CODE, READINGS
from flows.text import PLACEHOLDER

CURRENCY = "USD"
_MONEY = {**LOCALES, "es": "es_US"}
"""A dollar of ours is written with its sign alone, as nobody here has two of them."""
_DATES = {"en": "EEE d MMM", "zh": "M月d日", "es": "EEE d MMM"}


def _date(value: Any, language: str) -> str:
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    return format_date(day, _DATES[language], locale=LOCALES[language]).replace(".", "")


def _time(value: Any, language: str) -> str:
    at = value if isinstance(value, time) else time.fromisoformat(str(value))
    # Babel writes a narrow no-break space before AM and PM, which would cost a text its alphabet.
    return format_time(at, "short", locale=LOCALES[language]).replace("\u202f", " ")


def _money(value: Any, language: str) -> str:
    amount = Decimal(int(value)) / 100
    return format_currency(amount, CURRENCY, locale=_MONEY[language]).replace("\xa0", " ")


def _digits(value: Any, language: str) -> str:
    return re.sub(r"\s", "", str(value))


def _phone(value: Any, language: str) -> str:
    text = re.sub(r"[^\d+]", "", str(value)).removeprefix(COUNTRY_CODE)
    return f"{text[:3]}-{text[3:6]}-{text[6:]}" if len(text) == 10 else text


def _number(value: Any, language: str) -> str:
    return format_decimal(value, locale=LOCALES[language])


def _visit(value: Any, language: str) -> str:
    return visit_times.formed(value, language, _date, _time)


def _sentence(value: Any, language: str) -> str:
    return str(value)


WRITTEN: dict[str, Callable[[Any, str], str]] = {
    "date": _date,
    "time": _time,
    "money": _money,
    "digits": _digits,
    "phone": _phone,
    "number": _number,
    "period": periods.written,
    "visit": _visit,
    "sentence": _sentence,
}
FORMS = tuple(WRITTEN)
"""The formats there are, each with a way to be written and one to be read aloud."""


def formed(value: Any, form: str, language: str, channel: str) -> str:
    """A value ready for its channel. One that does not fit its format is given as it is."""
    forms = WRITTEN if channel == "sms" else READINGS
    try:
        return forms[form](value, language) if form else str(value)
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return str(value)


def fill(
    template: str,
    look_up: Callable[[str], Any],
    language: str,
    channel: str,
    mark: Callable[[str, str, str], str] = lambda _path, text, _form: text,
) -> str:
    """The template with every `{path}` and `{path:format}` filled in.

    A value that is missing leaves nothing behind: half a sentence is better than a crash, and the
    linter names such placeholders. mark: makes of a path, its ready value and its format what is
    put in.
    """

    def one(match: Any) -> str:
        value = look_up(match[1])
        if value is None or value == "":
            return ""
        form = match[2] or ""
        return mark(match[1], formed(value, form, language, channel), form)

    return re.sub(r"\s+", " ", PLACEHOLDER.sub(one, template)).strip()
