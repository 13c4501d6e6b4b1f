"""English numbers, dates and money in words."""

from __future__ import annotations

import random

from audio_models.graph.speech.rules import spelt

_WORDS = """
zero one two three four five six seven eight nine
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
"""
_DIGITS, _MONTHS, _WEEKDAYS = map(str.split, _WORDS.strip().splitlines())
_COINS = (("dollars", "cents"), ("pounds", "pence"), ("euros", "cents"), ("pesos", "cents"))


def digit(rng: random.Random) -> str:
    return rng.choice([*_DIGITS, "oh"])


def digit_string(rng: random.Random, length: int) -> str:
    """Digits as people read them out: "oh" for some zeros, some doubles, pauses in between."""
    spoken: list[str] = []
    for _ in range(length):
        said = rng.choice(_DIGITS)
        if said == "zero" and rng.random() < 0.35:
            said = "oh"
        if rng.random() < 0.04:
            said = f"{rng.choice(('double', 'triple'))} {said}"
        pause = "," if rng.random() < 0.2 and len(spoken) + 1 < length else ""
        spoken.append(said + pause)
    return " ".join(spoken)


def cardinal(value: int, link: str = "and ") -> str:
    """A number below a thousand million; `link` stands before the tens: "one hundred and two"."""
    return spelt(value, "en", "spellout-cardinal-verbose").replace(" and ", f" {link}")


def ordinal(day: int) -> str:
    """The day of a month, 1 to 31."""
    return spelt(day, "en", "spellout-ordinal")


def year(rng: random.Random) -> str:
    value = rng.randint(1925, 2031)
    century, rest = divmod(value, 100)
    if rest == 0:
        return "two thousand" if century == 20 else "nineteen hundred"
    if century == 20 and rng.random() < 0.6:
        return f"two thousand {rng.choice(('and ', ''))}{cardinal(rest)}"
    if rest < 10:
        return f"{cardinal(century)} oh {cardinal(rest)}"
    return f"{cardinal(century)} {cardinal(rest)}"


def number(rng: random.Random) -> str:
    """A number up to some millions, small ones more often."""
    value = rng.randrange(10 ** rng.choice((2, 2, 3, 3, 4, 5, 6, 7)))
    if value > 100 and rng.random() < 0.3:
        value -= value % 100
    return cardinal(value, rng.choice(("and ", "and ", "")))


def date(rng: random.Random) -> str:
    day, month = ordinal(rng.randint(1, 31)), rng.choice(_MONTHS)
    said = rng.choice(
        (f"the {day} of {month}", f"{month} the {day}", f"{month} {day}", f"{day} {month}")
    )
    if rng.random() < 0.2:
        said = f"{rng.choice(_WEEKDAYS)} {said}"
    return f"{said} {year(rng)}" if rng.random() < 0.5 else said


def money(rng: random.Random) -> str:
    coin, small = rng.choice(_COINS)
    whole = rng.randrange(2, 10 ** rng.choice((2, 3, 3, 4, 5)))
    said = f"{cardinal(whole, rng.choice(('and ', '')))} {coin}"
    if rng.random() < 0.3:
        said = f"{said} {rng.choice(('and ', ''))}{cardinal(rng.randrange(2, 100))} {small}"
    return said
