"""How values are read aloud, so that somebody with a pencil can follow.

A comma in what is read is a pause to write: a number comes in groups of two to four.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from babel.dates import format_date

from flows import periods, visit_times
from flows.numerals import LARGEST, LOCALES, cardinal, english_ordinal

COUNTRY_CODE = "+1"
"""Left out when a phone number of our own country is read out."""
PAUSE = {"en": ", ", "es": ", ", "zh": "，"}
"""Between groups."""
_GROUP, _LONGEST_GROUP = 3, 4
_RUNS = re.compile(r"[0-9]+|[^\W\d_]+")
_ZH_FIGURES = str.maketrans("0123456789", "零幺二三四五六七八九")
"""As on every Chinese telephone: 一 sounds too much like 七."""

_LETTERS = {
    "es": "A-a B-be C-ce D-de E-e F-efe G-ge H-hache I-i J-jota K-ka L-ele M-eme N-ene Ñ-eñe O-o "
    "P-pe Q-cu R-erre S-ese T-te U-u V-uve W-doble_u X-equis Y-ye Z-zeta",
}
"""Names of letters, where the letter alone is not enough: B and V sound alike."""

_DOLLARS = re.compile(r"\$([\d,]*\d)(?:\.(\d\d))?")
_MONEY = {"en": ("dollar", "dollars"), "es": ("dólar", "dólares"), "zh": ("元", "元")}
_CENTS = {"en": ("cent", "cents"), "es": ("centavo", "centavos")}
_PLUS = {"en": "plus", "es": "más", "zh": "加"}
_AND = {"en": "and", "es": "con"}

Reading = Callable[[Any, str], str]


def _money(value: Any, language: str) -> str:
    """Cents in words: "four hundred twelve dollars and fifty cents"."""
    whole, cents = divmod(int(value), 100)
    if language == "zh":
        return _yuan(whole, cents)
    said = [_counted(whole, language, _MONEY)] if whole or not cents else []
    if cents:
        said.append(_counted(cents, language, _CENTS))
    return f" {_AND[language]} ".join(said)


def _sentence(value: Any, language: str) -> str:
    """A sentence that a function made: its money in words, as a synthesiser says "dollar 814"."""

    def said(found: re.Match[str]) -> str:
        return _money(int(found[1].replace(",", "")) * 100 + int(found[2] or 0), language)

    return _DOLLARS.sub(said, str(value))


def _counted(number: int, language: str, names: dict[str, tuple[str, str]]) -> str:
    return f"{cardinal(number, language, counted=True)} {names[language][number != 1]}"


def _yuan(whole: int, cents: int) -> str:
    parts = ((whole, "元"), (cents // 10, "角"), (cents % 10, "分"))
    said = [cardinal(number, "zh", counted=True) + unit for number, unit in parts if number]
    return "".join(said) or "零元"


def _date(value: Any, language: str) -> str:
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    locale = LOCALES[language]
    weekday, month = (format_date(day, pattern, locale=locale) for pattern in ("EEEE", "MMMM"))
    if language == "zh":
        number, month_number = cardinal(day.day, "zh"), cardinal(day.month, "zh")
        return f"{month_number}月{number}日，{weekday}"
    if language == "es":
        return f"{weekday}, {'primero' if day.day == 1 else cardinal(day.day, 'es')} de {month}"
    return f"{weekday}, the {english_ordinal(day.day)} of {month}"


def _time(value: Any, language: str) -> str:
    at = value if isinstance(value, time) else time.fromisoformat(str(value))
    return {"en": _english_time, "es": _spanish_time, "zh": _chinese_time}[language](at)


def _english_time(at: time) -> str:
    if not at.minute and at.hour in (0, 12):
        return "midnight" if at.hour == 0 else "twelve noon"
    hour = cardinal(at.hour % 12 or 12, "en")
    minute = cardinal(at.minute, "en") if at.minute else "o'clock"
    if 0 < at.minute < 10:
        minute = f"oh {minute}"
    part = "morning" if at.hour < 12 else "afternoon" if at.hour < 18 else "evening"
    return f"{hour} {minute} in the {part}"


def _spanish_time(at: time) -> str:
    hour = "una" if at.hour % 12 == 1 else cardinal(at.hour % 12 or 12, "es")
    minute = "media" if at.minute == 30 else cardinal(at.minute, "es")
    parts = (
        (6, "de la madrugada"),
        (12, "de la mañana"),
        (13, "del mediodía"),
        (19, "de la tarde"),
    )
    part = next((name for end, name in parts if at.hour < end), "de la noche")
    return f"{hour} y {minute} {part}" if at.minute else f"{hour} {part}"


def _chinese_time(at: time) -> str:
    parts = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"))
    part = next((name for end, name in parts if at.hour < end), "晚上")
    hour = cardinal(at.hour % 12 or (12 if at.hour else 0), "zh", counted=True)
    if at.minute in (0, 30):
        return f"{part}{hour}点{'半' if at.minute else ''}"
    return f"{part}{hour}点{'零' if at.minute < 10 else ''}{cardinal(at.minute, 'zh')}分"


def _characters(value: Any, language: str) -> str:
    """A reference, an insurance number: one by one, letters and figures in groups of their own."""
    runs = _RUNS.findall(str(value))
    return _spelt([group for run in runs for group in groups(run)], language)


def _phone(value: Any, language: str) -> str:
    """A phone number in the groups in which it is dialled, another country's with its plus."""
    figures = re.sub(r"[^\d+]", "", str(value)).removeprefix(COUNTRY_CODE)
    foreign, figures = figures.startswith("+"), figures.lstrip("+")
    own = len(figures) == 10 and not foreign
    said = _spelt([figures[:3], figures[3:6], figures[6:]] if own else groups(figures), language)
    return f"{_PLUS[language]}{PAUSE[language]}{said}" if foreign else said


def _spelt(found: list[str], language: str) -> str:
    names = dict(pair.split("-") for pair in _LETTERS.get(language, "").split())
    spelt = [[names.get(one, one).replace("_", " ") for one in group.upper()] for group in found]
    if language == "zh":
        spelt = [[one.translate(_ZH_FIGURES) for one in group] for group in spelt]
    # Figures of Chinese need no space between them; letters do, or they are read as a word.
    gap = {True: "", False: " "}
    return PAUSE[language].join(gap[min(group) > "z"].join(group) for group in spelt)


def groups(run: str) -> list[str]:
    """The characters in groups of two to four, mostly of three; eight are two of four."""
    size = _LONGEST_GROUP if len(run) % _GROUP and not len(run) % _LONGEST_GROUP else _GROUP
    found = [run[at : at + size] for at in range(0, len(run), size)]
    if len(found) > 1 and len(found[-1]) == 1:
        found[-2:] = [found[-2] + found[-1]]  # nobody waits with the pencil for one figure
    return found


def _number(value: Any, language: str) -> str:
    number = int(value)
    if number != value or not 0 <= number <= LARGEST:
        raise ValueError("only whole numbers are said in words")
    return cardinal(number, language)


def _visit(value: Any, language: str) -> str:
    return visit_times.formed(value, language, _date, _time)


READINGS: dict[str, Reading] = {
    "date": _date,
    "time": _time,
    "money": _money,
    "digits": _characters,
    "phone": _phone,
    "number": _number,
    "period": periods.spoken,
    "visit": _visit,
    "sentence": _sentence,
}
