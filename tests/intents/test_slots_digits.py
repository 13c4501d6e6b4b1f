"""Strings of digits in words and figures, and numbers with a check digit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import verhoeff

from intents import SLOT_TYPES, Option
from intents.slots import Asking, KeyEntry, Reading, key_entry
from intents.text import Utterance

TODAY = date(2026, 11, 23)
DIGIT_WORDS = {
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "es": ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
    "zh": list("零一二三四五六七八九"),
}
CHECKED = {"claim_reference": "0123456789", "insurance_number": "23456789"}


def read(kind: str, text: str, language: str = "en", *, asked: bool = True, options=()):
    asking = Asking(language, TODAY, options, asked)
    return SLOT_TYPES[kind].read(Utterance.of(text), asking)


def value(kind: str, text: str, language: str = "en", **more):
    reading = read(kind, text, language, **more)
    return reading and reading.value


def checked(kind: str, payload: str) -> str:
    return payload + verhoeff.calc_check_digit(payload)


@st.composite
def valid_numbers(draw, kind: str) -> str:
    length = key_entry(kind).min - 1
    first = draw(st.sampled_from(CHECKED[kind]))
    return checked(
        kind, first + draw(st.text("0123456789", min_size=length - 1, max_size=length - 1))
    )


@st.composite
def said(draw, digits: str, language: str) -> str:
    """Digits as somebody may say or write them."""
    pieces = [draw(st.sampled_from([digit, DIGIT_WORDS[language][int(digit)]])) for digit in digits]
    separators = [draw(st.sampled_from([" ", " - ", ", ", "  "])) for _ in digits]
    return "".join(part for pair in zip(pieces, separators, strict=True) for part in pair)


@pytest.mark.parametrize("kind", CHECKED)
@given(data=st.data(), language=st.sampled_from(["en", "es", "zh"]))
def test_round_trip(kind: str, data: st.DataObject, language: str) -> None:
    digits = data.draw(valid_numbers(kind))
    text = data.draw(said(digits, language))
    assert value(kind, text, language) == digits
    assert value(kind, f"CL-{digits}", language) == digits
    assert SLOT_TYPES[kind].read_keys(digits, Asking(language, TODAY)) == Reading(digits, 1.0)


@pytest.mark.parametrize("kind", CHECKED)
@given(data=st.data(), place=st.integers(0, 7), shift=st.integers(1, 9))
def test_one_wrong_digit_is_noticed(kind: str, data, place: int, shift: int) -> None:
    digits = data.draw(valid_numbers(kind))
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert not verhoeff.is_valid(wrong)
    assert read(kind, wrong).invalid == wrong
    assert read(kind, wrong).value is None


@given(digits=st.text("0123456789", min_size=5, max_size=12), data=st.data())
def test_plain_digits_round_trip(digits: str, data) -> None:
    for language in DIGIT_WORDS:
        assert value("digits", data.draw(said(digits, language)), language) == digits


def test_insurance_numbers_begin_with_two_or_more() -> None:
    for first in "01":
        number = checked("insurance_number", first + "2345678"[:7])
        assert read("insurance_number", number).invalid == number


@pytest.mark.parametrize(
    ("language", "text", "digits"),
    [
        ("en", "four seven one", "471"),
        ("en", "oh four oh", "040"),
        ("en", "double seven triple two", "77222"),
        ("en", "double 7 one", "771"),
        ("en", "forty seven eleven", "4711"),
        ("en", "four seven, uh, one and then two", "4712"),
        ("en", "four seven to one", "4721"),
        ("en", "four seven one O 3", "47103"),
        ("en", "it's 47-11.23 45", "47112345"),
        ("en", "twelve thirty four", "1234"),
        ("en", "four hundred and seventy one", "471"),
        ("es", "cuatro siete uno", "471"),
        ("es", "cuarenta y siete once", "4711"),
        ("es", "doble siete tres", "773"),
        ("es", "veintitrés cero cinco", "2305"),
        ("es", "cuatrocientos setenta y uno", "471"),
        ("zh", "四七一幺", "4711"),
        ("zh", "四 七 嗯 一 二", "4712"),
        ("zh", "四十七 十一", "4711"),
        ("zh", "两个七 三", "773"),
        ("zh", "４７１１", "4711"),
        ("en", "٤٧١١", "4711"),
    ],
)
def test_ways_to_say_digits(language: str, text: str, digits: str) -> None:
    assert value("digits", text, language) == digits


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "four seven one one, no, four seven one one two two three four"),
        ("en", "four seven one one two two three five, sorry, four"),
        ("es", "cuatro siete uno uno, no, perdón, cuatro siete uno uno dos dos tres cuatro"),
        ("zh", "四七一一二二三五，不对，四"),
    ],
)
def test_corrections_are_settled_by_the_check_digit(language: str, text: str) -> None:
    assert value("claim_reference", text, language) == "47112234"


def test_a_correction_that_nothing_settles_is_unsure() -> None:
    reading = read("digits", "four seven, no, four eight")
    assert (reading.value, reading.confidence) == ("48", 0.5)


def test_references_in_pieces_and_in_sentences() -> None:
    assert value("claim_reference", "it is 4711 and the rest is 2234") == "47112234"
    assert value("claim_reference", "my claim 47112234 from 2024", asked=False) == "47112234"
    assert read("claim_reference", "I called 3 times", asked=False) is None
    assert read("claim_reference", "one moment") is None
    assert read("claim_reference", "claim 47112235", asked=False).invalid == "47112235"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("555 010 299", "555010299"),
        ("+34 600 123 456", "+34600123456"),
        ("my number is five five five oh one oh two", "5550102"),
        ("call 5550102 after 5", "5550102"),
        ("555", None),
    ],
)
def test_phone(text: str, expected: str | None) -> None:
    assert value("phone", text) == expected


def test_a_short_phone_number_is_reported() -> None:
    assert read("phone", "555").invalid == "555"
    assert SLOT_TYPES["phone"].read_keys("555", Asking("en", TODAY)).invalid == "555"


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        ("claim_reference", (8, 8)), ("insurance_number", (9, 9)), ("yes_no", (1, 1)),
        ("phone", (6, 15)), ("text", (0, 0)),
    ],
)  # fmt: skip
def test_key_entry(kind: str, entry: tuple[int, int]) -> None:
    assert key_entry(kind) == KeyEntry(*entry)


def test_every_type_listens_for_something() -> None:
    options = (Option("r", ("Riverton",)),)
    for name, kind in SLOT_TYPES.items():
        for language in DIGIT_WORDS:
            phrases = kind.phrases(language, options)
            assert bool(phrases) == (name not in ("text", "pin"))
            assert all(isinstance(phrase, str) for phrase in phrases)


def test_a_number_may_begin_with_a_word_that_sounds_like_its_first_digit() -> None:
    assert value("claim_reference", "for seven one one zero zero one one") == "47110011"
    assert value("claim_reference", "look for 47110011") == "47110011"
    assert value("claim_reference", "for seven one one zero zero one two") is None
