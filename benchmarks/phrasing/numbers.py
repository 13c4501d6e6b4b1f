"""Numbers, digits, money, telephone numbers and numbers with a check digit."""

from __future__ import annotations

import random
from functools import cache

from stdnum import verhoeff
from stdnum.iso7064 import mod_97_10
from unicode_rbnf import RbnfEngine

_RULES = {
    "en": ("spellout-cardinal", "spellout-cardinal-verbose"),
    "es": ("spellout-numbering", "spellout-cardinal-masculine"),
    "zh": ("spellout-cardinal", "spellout-cardinal-alternate2"),
}
_NO = {"en": "no", "es": "no", "zh": "不对"}
_COUNTRIES = {"en": "44", "es": "34", "zh": "86"}


def number(language: str, rng: random.Random) -> tuple[str, int]:
    """Up to some millions, in words, figures, both, or said one by one, some corrected."""
    value = rng.randrange(10 ** rng.choice((1, 2, 2, 3, 3, 4, 5, 6, 7)))
    if rng.random() < 0.25:
        value -= value % 10 ** max(0, len(str(value)) - 2)
    kind = rng.random()
    if kind < 0.15:
        return str(value), value
    if kind < 0.25:
        grouped = f"{value:,}"
        return grouped.replace(",", "." if language == "es" else ","), value
    if kind < 0.35 and 100 <= value < 1000:
        return one_by_one(str(value), language), value
    if kind < 0.5 and value >= 1000:
        return _mixed(value, language), value
    if kind < 0.57 and value >= 20:
        other = value + rng.choice((-10, 10))
        gap = "，" if language == "zh" else ", "
        return gap.join(
            (words(other, language, rng), _NO[language], words(value, language, rng))
        ), (value)
    return words(value, language, rng), value


def digits(language: str, rng: random.Random) -> tuple[str, str]:
    """Three to eight digits, read out."""
    value = "".join(rng.choice("0123456789") for _ in range(rng.randint(3, 8)))
    return read_out(value, language, rng), value


def phone(language: str, rng: random.Random) -> tuple[str, str]:
    """Seven to eleven digits in groups, some with another country in front."""
    value = rng.choice("23456789") + "".join(
        rng.choice("0123456789") for _ in range(rng.choice((6, 8, 9, 9, 10)))
    )
    if rng.random() < 0.3:
        code = _COUNTRIES[language]
        plus = {"en": "plus ", "es": "más ", "zh": "加"}[language]
        front = rng.choice((f"+{code} ", f"00{code} ", plus + one_by_one(code, language) + " "))
        return front + read_out(value, language, rng), f"+{code}{value}"
    return read_out(value, language, rng), value


def claim_reference(language: str, rng: random.Random) -> tuple[str, str | None]:
    return _checked(8, "0123456789", language, rng)


def insurance_number(language: str, rng: random.Random) -> tuple[str, str | None]:
    return _checked(9, "23456789", language, rng)


def payment_reference(language: str, rng: random.Random) -> tuple[str, str | None]:
    """Twelve digits or, one time in six, with a wrong one at the end."""
    payload = "".join(rng.choice("0123456789") for _ in range(10))
    right = payload + str(mod_97_10.calc_check_digits(payload))
    if rng.random() < 1 / 6:
        wrong = right[:-1] + str((int(right[-1]) + rng.randint(1, 9)) % 10)
        return one_by_one(wrong, language), None
    return read_out(right, language, rng), right


def amount(language: str, rng: random.Random) -> tuple[str, int]:
    """A sum of money with or without cents, in minor units."""
    whole = rng.randrange(1, 10 ** rng.choice((2, 2, 3, 3, 4, 5)))
    cents = rng.choice((0, 0, rng.randrange(1, 100), 50))
    value = whole * 100 + cents
    if rng.random() < 0.35:
        return _in_figures(whole, cents, language, rng), value
    said = words(whole, language, rng)
    if language == "zh":
        return _chinese(whole, cents, rng)
    unit, minor, link = {
        "en": (rng.choice(("dollars", "euros", "bucks")), "cents", "and"),
        "es": (rng.choice(("pesos", "euros", "dólares")), "centavos", "con"),
    }[language]
    if not cents:
        return rng.choice((said, f"{said} {unit}")), value
    small = words(cents, language, rng)
    forms = [f"{said} {unit} {link} {small} {minor}", f"{said} {unit} {small} {minor}"]
    if cents >= 10:
        forms += [f"{said} {unit} {small}"]
    if cents >= 10 and language == "es":
        forms += [f"{said} con {small}"]
    return rng.choice(forms), value


def words(value: int, language: str, rng: random.Random) -> str:
    """The number in words, in one of the ways that its language has."""
    rule = rng.choice(_RULES[language])
    found = spelt(value, language, rule)
    return found.replace(",", "").replace("-", rng.choice((" ", "-")))


def one_by_one(value: str, language: str) -> str:
    """Each digit in words."""
    rule = {"en": "spellout-cardinal", "es": "spellout-numbering", "zh": "spellout-cardinal"}
    found = [spelt(int(one), language, rule[language]) for one in value]
    return ("" if language == "zh" else " ").join(found)


def read_out(value: str, language: str, rng: random.Random) -> str:
    """A string of digits, in figures with marks between them or in words."""
    groups, at = [], 0
    while at < len(value):
        size = rng.choice((2, 3, 3, 4))
        groups.append(value[at : at + size])
        at += size
    kind = rng.random()
    if kind < 0.3:
        return rng.choice(("", " ", "-", ".", " - ")).join(groups)
    gap = rng.choice(("，", "") if language == "zh" else (", ", " "))
    return gap.join(_group(group, language, rng) for group in groups)


def _group(group: str, language: str, rng: random.Random) -> str:
    double = {"en": "double ", "es": "doble ", "zh": "两个"}[language]
    if len(group) == 2 and group[0] == group[1] and rng.random() < 0.5:
        return double + one_by_one(group[0], language)
    if language != "zh" and len(group) == 2 and group[0] != "0" and rng.random() < 0.3:
        # 20 and 5 in a row would be 25.
        return words(int(group), language, rng) if group[1] != "0" else one_by_one(group, language)
    said = one_by_one(group, language)
    if language == "en" and rng.random() < 0.4:
        return said.replace("zero", "oh")
    return said.replace("一", "幺") if language == "zh" and rng.random() < 0.5 else said


def _checked(length: int, first: str, language: str, rng: random.Random) -> tuple[str, str | None]:
    """A valid number or, one time in six, one whose last digit is wrong."""
    payload = rng.choice(first) + "".join(rng.choice("0123456789") for _ in range(length - 2))
    right = payload + verhoeff.calc_check_digit(payload)
    if rng.random() < 1 / 6:
        wrong = payload + str((int(right[-1]) + rng.randint(1, 9)) % 10)
        return one_by_one(wrong, language), None
    return read_out(right, language, rng), right


def _mixed(value: int, language: str) -> str:
    """12 thousand, 12 mil, 12万."""
    size, name = (10_000, "万") if language == "zh" else (1000, "")
    name = name or {"en": " thousand", "es": " mil"}[language]
    above, rest = divmod(value, size)
    if not above or (rest and language == "zh") or above >= 1000:
        return str(value)
    return f"{above}{name}" + (f" {rest}" if rest else "")


def _in_figures(whole: int, cents: int, language: str, rng: random.Random) -> str:
    text = f"{whole:,}" + (f".{cents:02d}" if cents else "")
    if language == "es" and rng.random() < 0.7:
        text = text.translate(str.maketrans(",.", ".,"))
    before, behind = {
        "en": (("$", ""), ("", " dollars"), ("", "")),
        "es": (("$", ""), ("", " euros"), ("", " €")),
        "zh": (("￥", ""), ("", "元"), ("", "块")),
    }[language][rng.randrange(3)]
    return f"{before}{text}{behind}"


def _chinese(whole: int, cents: int, rng: random.Random) -> tuple[str, int]:
    said = words(whole, "zh", rng)
    tens, ones = divmod(cents, 10)
    unit, tenth = rng.choice((("块", "毛"), ("元", "角")))
    if not cents:
        return rng.choice((said, f"{said}{unit}", f"{said}块钱")), whole * 100
    parts = said + unit
    if tens:
        parts += f"{words(tens, 'zh', rng)}{tenth}"
    elif ones:
        parts += "零"
    if ones:
        parts += words(ones, "zh", rng) + "分"
    if tens and not ones and rng.random() < 0.5:
        parts = parts.removesuffix(tenth)
    return parts, whole * 100 + cents


def spelt(value: int, language: str, rule: str) -> str:
    """The number by one of the language's sets of rules."""
    return _engine(language).format_number(value, ruleset_names=[rule]).text


@cache
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)
