"""Whole numbers and money in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import SLOT_TYPES
from intents.slots import Asking
from intents.text import Utterance

ENGLISH = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
_ _ twenty thirty forty fifty sixty seventy eighty ninety
"""
SPANISH = """
cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco
veintiséis veintisiete veintiocho veintinueve
_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa
_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos
novecientos
"""
EN_ONES, EN_TENS = ENGLISH.split()[:20], ENGLISH.split()[20:]
ES_ONES, ES_TENS = SPANISH.split()[:30], SPANISH.split()[30:40]
ES_HUNDREDS = SPANISH.split()[40:]


def english(n: int) -> str:
    for scale, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= scale:
            rest = f" {'and ' if n % scale < 100 else ''}{english(n % scale)}" if n % scale else ""
            return f"{english(n // scale)} {name}{rest}"
    if n < 20:
        return EN_ONES[n]
    return EN_TENS[n // 10] + (f" {EN_ONES[n % 10]}" if n % 10 else "")


def spanish(n: int) -> str:
    if n >= 1_000_000:
        millions = "un millón" if n < 2_000_000 else f"{spanish(n // 1_000_000)} millones"
        return millions + (f" {spanish(n % 1_000_000)}" if n % 1_000_000 else "")
    if n >= 1000:
        thousands = "mil" if n < 2000 else f"{spanish(n // 1000)} mil"
        return thousands + (f" {spanish(n % 1000)}" if n % 1000 else "")
    if n == 100:
        return "cien"
    if n > 100:
        return ES_HUNDREDS[n // 100] + (f" {spanish(n % 100)}" if n % 100 else "")
    if n < 30:
        return ES_ONES[n]
    return ES_TENS[n // 10] + (f" y {ES_ONES[n % 10]}" if n % 10 else "")


def chinese(n: int) -> str:
    for scale, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if n >= scale:
            rest = n % scale
            gap = "零" if rest and rest < scale // 10 else ""
            return f"{chinese(n // scale)}{name}{gap}{chinese(rest) if rest else ''}"
    return "零一二三四五六七八九"[n]


def value(kind: str, text: str, language: str):
    reading = SLOT_TYPES[kind].read(Utterance.of(text), Asking(language, date(2026, 11, 23)))
    return reading and reading.value


@given(number=st.integers(0, 9_999_999))
def test_words_round_trip(number: int) -> None:
    assert value("number", english(number), "en") == number
    assert value("number", spanish(number), "es") == number
    assert value("number", f"我有{chinese(number)}个", "zh") == number


@given(number=st.integers(0, 9_999_999))
def test_figures_round_trip(number: int) -> None:
    for text in (f"{number}", f"{number:,}", f"about {number:,} or so"):
        assert value("number", text, "en") == number
    assert value("number", f"{number:,}".replace(",", "."), "es") == number


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "two thousand three hundred and five", 2305),
        ("en", "a hundred", 100),
        ("en", "a thousand and one", 1001),
        ("en", "I have two children", 2),
        ("en", "3 thousand", 3000),
        ("en", "none of them", None),
        ("es", "dos mil trescientos cinco", 2305),
        ("es", "mil", 1000),
        ("zh", "两千三百零五", 2305),
        ("zh", "三万五", 35_000),
        ("zh", "一百二", 120),
        ("zh", "一百零二", 102),
        ("zh", "十五", 15),
        ("zh", "25万", 250_000),
    ],
)
def test_numbers(language: str, text: str, number: int | None) -> None:
    assert value("number", text, language) == number


@pytest.mark.parametrize(
    ("language", "text", "minor"),
    [
        ("en", "$1,250.50", 125_050),
        ("en", "1250", 125_000),
        ("en", "twelve dollars and fifty cents", 1250),
        ("en", "twelve fifty dollars", 1250),
        ("en", "fifty cents", 50),
        ("en", "three point five", 350),
        ("en", "about two hundred euros a month", 20_000),
        ("es", "1.250,50 euros", 125_050),
        ("es", "doscientos pesos con cincuenta centavos", 20_050),
        ("es", "doce con cincuenta", 1250),
        ("zh", "三百二十五元五角", 32_550),
        ("zh", "五百块", 50_000),
        ("zh", "三块五", 350),
        ("zh", "两万元", 2_000_000),
    ],
)
def test_amounts(language: str, text: str, minor: int) -> None:
    assert value("amount", text, language) == minor


@pytest.mark.parametrize(("keys", "minor"), [("1250", 125_000), ("1250*5", 125_050), ("*", None)])
def test_amount_keys(keys: str, minor: int | None) -> None:
    reading = SLOT_TYPES["amount"].read_keys(keys, Asking("en", date(2026, 11, 23)))
    assert (reading and reading.value) == minor


@pytest.mark.parametrize(
    ("kind", "language", "text", "wanted"),
    [
        ("number", "en", "nineteen, no, twenty", 20),
        ("number", "en", "no no no, no, no, never no, nineteen, no, twenty", 20),
        ("number", "en", "no, nineteen", 19),
        ("number", "en", "forty seven, sorry, eight", 48),
        ("number", "es", "siete, no, ocho", 8),
        ("number", "zh", "三不对是四", 4),
        ("amount", "en", "thirty, no wait, forty dollars", 4000),
        ("amount", "es", "veinte, perdón, treinta con cincuenta", 3050),
        ("amount", "zh", "三十，不对，四十块五", 4050),
    ],
)
def test_corrections_are_asked_about(kind: str, language: str, text: str, wanted: int) -> None:
    reading = SLOT_TYPES[kind].read(Utterance.of(text), Asking(language, date(2026, 11, 23)))
    assert reading.value == wanted
    if text != "no, nineteen":
        assert reading.confidence <= 0.7


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "one moment please"), ("es", "un momentito"), ("zh", "等一下"), ("zh", "十几个"),
     ("zh", "一直在等"), ("es", "un montón")],
)  # fmt: skip
def test_words_that_hold_a_number_and_mean_none(language: str, text: str) -> None:
    assert value("number", text, language) is None


def test_units_and_cents_in_one_breath_are_likely_and_no_more() -> None:
    for language, text in (("en", "twelve fifty"), ("es", "doce cincuenta")):
        reading = SLOT_TYPES["amount"].read(Utterance.of(text), Asking(language, date(2026, 1, 1)))
        assert reading.value == 1250
        assert reading.confidence < 0.8
