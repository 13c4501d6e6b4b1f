"""Days, periods and parts of the day. `TODAY` is the day on which they are said."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date, get_month_names

from benchmarks.phrasing.numbers import spelt, words

TODAY = date(2026, 11, 23)
_LOCALES = {"en": ("en_GB", "en_US"), "es": ("es_ES", "es_MX"), "zh": ("zh_CN",)}


def day(language: str, rng: random.Random) -> tuple[str, str | None]:
    """A date, most of them within some years; months and the like are none."""
    kind = rng.random()
    if kind < 0.1:
        return period_words(language, rng), None
    if kind < 0.35:
        return _relative(language, rng)
    found = date(1930, 1, 1) + timedelta(days=rng.randrange(40_000))
    with_year = rng.random() < 0.6
    if not with_year:
        found = TODAY + timedelta(days=rng.randrange(365))
    if kind < 0.6:
        return _formatted(found, with_year, language, rng), found.isoformat()
    return _spoken(found, with_year, language, rng), found.isoformat()


def period(language: str, rng: random.Random) -> tuple[str, dict[str, str | None] | None]:
    """A month, a year, or some of them."""
    kind = rng.randrange(10)
    year, month = rng.randint(1995, 2025), rng.randint(1, 12)
    name = _month(month, language)
    if kind < 2:
        text = {"en": f"{name} {year}", "es": f"{name} de {year}", "zh": f"{year}年{name}"}
        return text[language], _months(year, month)
    if kind == 2:
        text = {"en": f"in {year}", "es": f"en el {year}", "zh": f"{year}年"}
        return text[language], _months(year, 1, 12)
    if kind == 3:
        text = {"en": f"since {year}", "es": f"desde {year}", "zh": f"{year}年以来"}
        return text[language], _value(date(year, 1, 1), TODAY)
    if kind == 4:
        last = rng.randint(month, 12)
        to = _month(last, language)
        text = {
            "en": f"from {name} to {to} {year}",
            "es": f"de {name} a {to} de {year}",
            "zh": f"{year}年{name}到{to}",
        }
        return text[language], _value(date(year, month, 1), _end(year, last))
    if kind == 5:
        until = rng.randint(year, 2026)
        text = {
            "en": f"between {year} and {until}",
            "es": f"de {year} a {until}",
            "zh": f"{year}年到{until}年",
        }
        return text[language], _value(date(year, 1, 1), date(until, 12, 31))
    if kind == 6:
        count = rng.randint(2, 11)
        said = words(count, language, rng)
        text = {
            "en": f"the last {said} months",
            "es": f"los últimos {said} meses",
            "zh": f"最近{said.replace('二', '两')}个月",
        }
        back = TODAY.year * 12 + TODAY.month - 1 - count
        return text[language], _value(date(back // 12, back % 12 + 1, TODAY.day), TODAY)
    if kind == 7:
        latest = TODAY.year if month <= TODAY.month else TODAY.year - 1
        text = {"en": f"in {name}", "es": f"en {name}", "zh": f"{name}份"}
        return text[language], _months(latest, month)
    if kind == 8:
        text = {"en": f"before {year}", "es": f"antes de {year}", "zh": f"{year}年以前"}
        return text[language], _value(None, date(year - 1, 12, 31))
    text = {"en": "I can't tell you", "es": "no sabría decirle", "zh": "说不上来"}
    return text[language], None


def part_of_day(language: str, rng: random.Random) -> tuple[str, str | None]:
    """By name, or by an hour."""
    hour = rng.choice((8, 9, 10, 11, 13, 14, 15, 16, 17, 19, 20))
    part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    named = {
        "en": {"morning": "morning", "afternoon": "afternoon", "evening": "evening"},
        "es": {"morning": "mañana", "afternoon": "tarde", "evening": "noche"},
        "zh": {"morning": "上午", "afternoon": "下午", "evening": "晚上"},
    }[language][part]
    figure = (hour - 1) % 12 + 1
    on_clock, half = words(figure, language, rng), "am" if hour < 12 else "pm"
    forms = {
        "en": (f"in the {named}", f"{figure} {half}", f"{on_clock} in the {named}", f"{named}s"),
        "es": (
            f"por la {named}",
            f"en la {named}",
            f"{figure} {half}",
            f"a las {on_clock} de la {named}",
        ),
        "zh": (named, f"{named}{on_clock}点", f"{named}{figure}点", f"{named}{on_clock}点半"),
    }[language]
    return rng.choice(forms), part


def period_words(language: str, rng: random.Random) -> str:
    """A month or a year, which is no day."""
    name, year = _month(rng.randint(1, 12), language), rng.randint(2000, 2026)
    return {
        "en": rng.choice((f"in {name}", f"{name} {year}", "some time next year")),
        "es": rng.choice((f"en {name}", f"{name} de {year}", "algún día del año")),
        "zh": rng.choice((f"{name}份", f"{year}年{name}", "明年吧")),
    }[language]


def _formatted(found: date, with_year: bool, language: str, rng: random.Random) -> str:
    """As locales write it."""
    locale = rng.choice(_LOCALES[language])
    if with_year:
        if rng.random() < 0.4:
            return found.isoformat() if rng.random() < 0.3 else f"{found:%d/%m/%Y}"
        return format_date(found, rng.choice(("long", "full")), locale)
    if rng.random() < 0.5:
        return (
            format_date(found, "MMM d" if locale == "en_US" else "d MMM", locale)
            if (language != "zh")
            else f"{found.month}月{found.day}日"
        )
    long = {"en_US": "MMMM d", "en_GB": "d MMMM", "zh_CN": "M月d日"}
    return format_date(found, long.get(locale, "d 'de' MMMM"), locale)


def _spoken(found: date, with_year: bool, language: str, rng: random.Random) -> str:
    name = _month(found.month, language)
    if language == "zh":
        year = "".join("零一二三四五六七八九"[int(one)] for one in str(found.year)) + "年"
        number = words(found.day, "zh", rng).replace("两", "二")
        said = words(found.month, "zh", rng).replace("两", "二")
        return f"{year if with_year else ''}{said}月{number}{rng.choice('号日')}"
    if language == "es":
        number = "primero" if found.day == 1 and rng.random() < 0.5 else words(found.day, "es", rng)
        year = f" {rng.choice(('de', 'del'))} {words(found.year, 'es', rng)}" if with_year else ""
        return f"{rng.choice(('', 'el ', 'el día '))}{number} de {name}{year}"
    ordinal = _ordinal(found.day)
    century, rest = divmod(found.year, 100)
    year = (
        f" {words(century, 'en', rng)} {words(rest, 'en', rng)}"
        if rest >= 10
        else (f" {found.year}")
    )
    form = rng.choice((f"the {ordinal} of {name}", f"{name} the {ordinal}", f"{name} {ordinal}"))
    return form + (year if with_year else "")


def _relative(language: str, rng: random.Random) -> tuple[str, str]:
    count = rng.randint(2, 12)
    said = words(count, language, rng).replace("二", "两" if count == 2 else "二")
    unit, size = rng.choice((("day", 1), ("week", 7)))
    names = {
        "en": {"day": "days", "week": "weeks"},
        "es": {"day": "días", "week": "semanas"},
        "zh": {"day": "天", "week": rng.choice(("周", "个星期"))},
    }[language][unit]
    if rng.random() < 0.5:
        text = {"en": f"{said} {names} ago", "es": f"hace {said} {names}", "zh": f"{said}{names}前"}
        return text[language], (TODAY - timedelta(days=count * size)).isoformat()
    if rng.random() < 0.5:
        text = {"en": f"in {said} {names}", "es": f"en {said} {names}", "zh": f"{said}{names}后"}
        return text[language], (TODAY + timedelta(days=count * size)).isoformat()
    number = rng.randint(1, 6)
    coming = TODAY + timedelta(days=number)
    locale = _LOCALES[language][0]
    return format_date(coming, "EEEE", locale), coming.isoformat()


def _ordinal(number: int) -> str:
    return spelt(number, "en", "spellout-ordinal")


def _month(month: int, language: str) -> str:
    return str(get_month_names("wide", "stand-alone", _LOCALES[language][0])[month])


def _months(year: int, first: int, count: int = 1) -> dict[str, str | None]:
    return _value(date(year, first, 1), _end(year, first + count - 1))


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _value(first: date | None, last: date) -> dict[str, Any]:
    return {"from": first.isoformat() if first else None, "to": last.isoformat()}
