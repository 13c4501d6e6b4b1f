"""What the synthesisers are given to say: digits above all, then words, phrases, sentences."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_NUMBERS = """
zero one two three four five six seven eight nine
ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety
january february march april may june july august september october november december
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
"""
_DIGITS, _TEENS, _TENS, _MONTHS, _ORDINALS = map(str.split, _NUMBERS.strip().splitlines())


@cache
def read_lines(name: str) -> tuple[str, ...]:
    """The lines of a file in words/, without comments; none if there is no such file."""
    path = WORDS / name
    if not path.exists():
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def core_words(language: str) -> tuple[str, ...]:
    """The words of words/<language>.txt, each once, in the order of the file."""
    return tuple(dict.fromkeys(" ".join(read_lines(f"{language}.txt")).split()))


def expand(template: str, rng: random.Random) -> str:
    """One phrase of a template: each [a|b|c] becomes one of its choices, which may be empty."""
    while match := _CHOICE.search(template):
        choice = rng.choice(match[1].split("|"))
        template = template[: match.start()] + choice + template[match.end() :]
    return " ".join(template.split())


def digit_string(rng: random.Random, length: int) -> str:
    """Digits as people read them out: "oh" for some zeros, some doubles, pauses in between."""
    spoken: list[str] = []
    for _ in range(length):
        digit = rng.choice(_DIGITS)
        if digit == "zero" and rng.random() < 0.35:
            digit = "oh"
        if rng.random() < 0.04:
            digit = f"{rng.choice(('double', 'triple'))} {digit}"
        pause = "," if rng.random() < 0.2 and len(spoken) + 1 < length else ""
        spoken.append(digit + pause)
    return " ".join(spoken)


def _below_hundred(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(_TEENS)
    if kind < 0.55:
        return rng.choice(_TENS)
    return f"{rng.choice(_TENS)} {rng.choice(_DIGITS[1:])}"


def number(rng: random.Random) -> str:
    """An amount, a year or a date in words."""
    kind = rng.randrange(5)
    if kind == 0:
        return _below_hundred(rng)
    if kind == 1:
        return f"{rng.choice(_DIGITS[1:])} hundred and {_below_hundred(rng)}"
    if kind == 2:
        return f"{_below_hundred(rng)} thousand {rng.choice(_DIGITS[1:])} hundred"
    if kind == 3:
        return f"nineteen {_below_hundred(rng)}"
    return f"the {rng.choice(_ORDINALS)} of {rng.choice(_MONTHS)}"


def _english(rng: random.Random) -> str:
    kind = rng.random()
    words = core_words("en")
    if kind < 0.14:
        return rng.choice([*_DIGITS, "oh"])
    if kind < 0.38:
        return digit_string(rng, rng.choice((2, 3, 3, 4, 4, 5, 6, 6, 7)))
    if kind < 0.46:
        return number(rng)
    if kind < 0.60:
        return rng.choice(words)
    if kind < 0.74:
        return " ".join(rng.choices(words, k=rng.choice((2, 3, 4))))
    if kind < 0.88:
        return expand(rng.choice(read_lines("en.phrases.txt")), rng)
    return rng.choice(read_lines("en.sentences.txt"))


def sample(language: str, rng: random.Random) -> str:
    """One text to speak. Languages other than English get words and strings of words."""
    if language == "en":
        return _english(rng)
    return " ".join(rng.choices(core_words(language), k=rng.choice((1, 1, 2, 3, 4, 5))))
