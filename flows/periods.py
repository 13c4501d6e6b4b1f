"""How periods are written and read aloud: the year, the months or the days that they are."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date, get_month_names

from flows.numerals import LOCALES, cardinal, english_ordinal, year

_TO = {"en": "from {} to {}", "es": "de {} a {}", "zh": "{}到{}"}
_UNTIL = {"en": "up to {}", "es": "hasta {}", "zh": "到{}"}

Named = Callable[[date, str, str], str]
"""A day, its month or its year in a language, by unit."""


def written(value: Any, language: str) -> str:
    """As in texts: "May 2026", "from 2015 to 2018"."""
    return _form(value, language, _written)


def spoken(value: Any, language: str) -> str:
    """In words: "May twenty twenty-six"."""
    return _form(value, language, _spoken)


def _form(value: Mapping[str, Any], language: str, named: Named) -> str:
    """value: `{"from": …, "to": …}` as ISO text, `from` may be None."""
    last = date.fromisoformat(value["to"])
    first = date.fromisoformat(value["from"]) if value["from"] else None
    unit = _unit(first, last)
    end = named(last, unit, language)
    if first is None:
        return _UNTIL[language].format(end)
    if unit == "month" and first.year == last.year and first.month != last.month:
        return _within_a_year(named, first, end, language)
    start = named(first, unit, language)
    return end if start == end else _TO[language].format(start, end)


def _within_a_year(named: Named, first: date, end: str, language: str) -> str:
    """Some months of one year, which is said once: "from March to June 2026", 2026年3月到6月."""
    if language == "zh":
        return _TO["zh"].format(named(first, "month", "zh"), end.partition("年")[2])
    year = named(first, "year", language)
    start = named(first, "month", language).removesuffix(year).strip()
    return _TO[language].format(start.removesuffix(" de"), end)


def _unit(first: date | None, last: date) -> str:
    """The largest unit that begins with the first day and ends with the last."""
    begins = (first.month, first.day) if first else (1, 1)
    if begins == (1, 1) and (last.month, last.day) == (12, 31):
        return "year"
    ends_month = last.day == monthrange(last.year, last.month)[1]
    return "month" if begins[1] == 1 and ends_month else "day"


def _written(day: date, unit: str, language: str) -> str:
    patterns = {
        "year": {"en": "y", "es": "y", "zh": "y年"},
        "month": {"en": "MMM y", "es": "MMM y", "zh": "y年M月"},
        "day": {"en": "d MMM y", "es": "d MMM y", "zh": "y年M月d日"},
    }
    return format_date(day, patterns[unit][language], locale=LOCALES[language]).replace(".", "")


def _spoken(day: date, unit: str, language: str) -> str:
    said = year(day.year, language)
    if language == "zh":
        month, number = f"{cardinal(day.month, 'zh')}月", f"{cardinal(day.day, 'zh')}日"
        return f"{said}年" + {"year": "", "month": month, "day": month + number}[unit]
    if unit == "year":
        return said
    month = get_month_names("wide", "format", LOCALES[language])[day.month]
    if language == "es":
        number = "primero" if day.day == 1 else cardinal(day.day, "es")
        before = f"{number} de " if unit == "day" else ""
        return f"{before}{month} de {said}"
    before = f"the {english_ordinal(day.day)} of " if unit == "day" else ""
    return f"{before}{month} {said}"
