"""Spanish numbers, dates and money in words."""

from __future__ import annotations

import random
from typing import Literal

from audio_models.graph.speech.rules import spelt

Form = Literal["alone", "masculine", "feminine"]
"""Alone ("veintiuno"), before a masculine noun ("veintiún") or a feminine one ("veintiuna")."""

_RULES: dict[Form, str] = {
    "alone": "spellout-numbering",
    "masculine": "spellout-cardinal-masculine",
    "feminine": "spellout-cardinal-feminine",
}
_WORDS = """
cero uno dos tres cuatro cinco seis siete ocho nueve
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
lunes martes miércoles jueves viernes sábado domingo
"""
_DIGITS, _MONTHS, _WEEKDAYS = map(str.split, _WORDS.strip().splitlines())
_COINS: tuple[tuple[str, Form, str], ...] = (
    ("pesos", "masculine", "centavos"),
    ("dólares", "masculine", "centavos"),
    ("euros", "masculine", "céntimos"),
    ("libras", "feminine", "peniques"),
)


def digit(rng: random.Random) -> str:
    return rng.choice(_DIGITS)


def _group(rng: random.Random, left: int) -> tuple[str, int]:
    """One digit, or now and then two or three of them said as a number; and how many."""
    kind = rng.random()
    if kind < 0.12 and left >= 2:
        return cardinal(rng.randint(10, 99)), 2
    if kind < 0.15 and left >= 3:
        return cardinal(rng.randint(100, 999)), 3
    if kind < 0.17 and left >= 2:
        return f"doble {digit(rng)}", 2
    return digit(rng), 1


def digit_string(rng: random.Random, length: int) -> str:
    """Digits as people read them out: one by one, some in pairs, pauses in between."""
    spoken: list[str] = []
    while length > 0:
        said, count = _group(rng, length)
        length -= count
        pause = "," if rng.random() < 0.2 and length > 0 else ""
        spoken.append(said + pause)
    return " ".join(spoken)


def cardinal(value: int, form: Form = "alone") -> str:
    """A number below a thousand million."""
    return spelt(value, "es", _RULES[form])


def number(rng: random.Random) -> str:
    """A number up to some millions, small ones more often."""
    value = rng.randrange(10 ** rng.choice((2, 2, 3, 3, 4, 5, 6, 7)))
    if value > 100 and rng.random() < 0.3:
        value -= value % 100
    form: Form = rng.choice(("alone", "alone", "masculine", "feminine"))
    return cardinal(value, form)


def date(rng: random.Random) -> str:
    day = rng.randint(1, 31)
    said = "primero" if day == 1 and rng.random() < 0.6 else cardinal(day)
    article = rng.choice(("", "el ", "el día "))
    said = f"{article}{said} de {rng.choice(_MONTHS)}"
    if rng.random() < 0.2:
        said = f"el {rng.choice(_WEEKDAYS)} {said.removeprefix('el ')}"
    if rng.random() < 0.5:
        year = rng.randint(1925, 2031)
        short = year < 2000 and rng.random() < 0.3
        said += (
            f" del {cardinal(year % 100)}"
            if short
            else f" de{rng.choice(('', 'l'))} {cardinal(year)}"
        )
    return said


def money(rng: random.Random) -> str:
    coin, form, small = rng.choice(_COINS)
    whole = rng.randrange(2, 10 ** rng.choice((2, 3, 3, 4, 5)))
    if rng.random() < 0.1:
        whole = rng.randint(1, 9) * 1_000_000
    of = "de " if whole % 1_000_000 == 0 else ""
    said = f"{cardinal(whole, form)} {of}{coin}"
    if whole < 100_000 and rng.random() < 0.3:
        said += f" {rng.choice(('con', 'y', 'con'))} {cardinal(rng.randrange(2, 100), 'masculine')}"
        said += rng.choice((f" {small}", ""))
    return said
