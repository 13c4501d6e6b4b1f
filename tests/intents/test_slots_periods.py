"""Periods: months, years and stretches of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from flows.expects import Expects, Slot
from intents import SLOT_TYPES, Situation, filling
from intents.slots import Asking, Reading
from intents.text import Utterance

MONDAY = date(2026, 11, 23)
LANGUAGES = st.sampled_from(["en", "es", "zh"])


def read(text: str, language: str = "en", *, asked: bool = True, today: date = MONDAY):
    asking = Asking(language, today, (), asked)
    return SLOT_TYPES["period"].read(Utterance.of(text), asking)


def days(text: str, language: str = "en", **more):
    reading = read(text, language, **more)
    return reading and reading.value and (reading.value["from"], reading.value["to"])


def month_name(language: str, month: int) -> str:
    return get_month_names("wide", "stand-alone", language)[month]


@given(language=LANGUAGES, year=st.integers(1950, 2030), month=st.integers(1, 12))
def test_a_month_of_a_year(language: str, year: int, month: int) -> None:
    name = month_name(language, month)
    said = {"en": f"{name} {year}", "es": f"{name} de {year}", "zh": f"{year}年{name}"}[language]
    last = monthrange(year, month)[1]
    wanted = (f"{year}-{month:02d}-01", f"{year}-{month:02d}-{last}")
    assert days(said, language) == wanted


@given(
    language=LANGUAGES,
    month=st.integers(1, 12),
    today=st.dates(date(2000, 1, 1), date(2090, 12, 31)),
)
def test_a_month_without_a_year_has_begun(language: str, month: int, today: date) -> None:
    name = month_name(language, month)
    said = {"en": f"in {name}", "es": f"en {name}", "zh": f"{name}份"}[language]
    first = date.fromisoformat(days(said, language, today=today)[0])
    assert (first.month, first.day) == (month, 1)
    assert today - timedelta(days=366) <= first <= today


@given(language=LANGUAGES, first=st.integers(1, 12), last=st.integers(1, 12))
def test_from_one_month_to_another(language: str, first: int, last: int) -> None:
    names = month_name(language, first), month_name(language, last)
    form = {"en": "from {} to {}", "es": "de {} a {}", "zh": "从{}到{}"}[language]
    start, end = map(date.fromisoformat, days(form.format(*names), language))
    assert (start.month, end.month) == (first, last)
    assert start < end <= date(2026, 11, 30)
    assert (end - start).days < 366


@pytest.mark.parametrize(
    ("text", "span"),
    [("正月", (0, 2)), ("从腊月开始", (1, 5)), ("农历八月", (0, 4)), ("正月初五", (0, 4))],
)
def test_months_of_the_old_calendar_are_heard_and_not_guessed(text: str, span) -> None:
    for kind in ("date", "period"):
        reading = SLOT_TYPES[kind].read(Utterance.of(text), Asking("zh", MONDAY))
        assert reading == Reading(span=span)
    slot = Slot("day", "date")
    situation = Situation("zh", Expects("f", "s", slot=slot), MONDAY)
    filled = filling.asked(slot, Utterance.of(text), situation)
    assert (filled.slots, filled.invalid) == ({}, {})
    assert read(text, "zh", asked=False) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I may come"), ("en", "my claim 2019 something else here"), ("en", "call 5550102"),
        ("en", "I waited three weeks"), ("en", "two months"), ("es", "llevo dos meses esperando"),
        ("zh", "等了三个月"), ("en", "five hundred dollars"),
    ],
)  # fmt: skip
def test_what_is_no_period_in_passing(language: str, text: str) -> None:
    assert days(text, language, asked=False) is None


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("en", "my payments in May", "2026-05-01", "2026-05-31"),
        ("en", "what did I get last year", "2025-01-01", "2025-12-31"),
        ("es", "los pagos de marzo de 2024", "2024-03-01", "2024-03-31"),
        ("zh", "查去年的付款", "2025-01-01", "2025-12-31"),
    ],
)
def test_periods_in_passing(language: str, text: str, first: str, last: str) -> None:
    assert days(text, language, asked=False) == (first, last)


def test_what_is_doubtful_is_less_sure() -> None:
    assert read("May 2021").confidence > read("in May").confidence
    assert read("in 2017, no, 2018").confidence <= 0.7


def test_an_open_beginning_is_none() -> None:
    assert read("until March 2022").value == {"from": None, "to": "2022-03-31"}


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("032024", {"from": "2024-03-01", "to": "2024-03-31"}),
        ("2024", {"from": "2024-01-01", "to": "2024-12-31"}),
        ("132024", None),
        ("12", None),
    ],
)
def test_period_keys(keys: str, value) -> None:
    reading = SLOT_TYPES["period"].read_keys(keys, Asking("en", MONDAY))
    assert reading == (Reading(value, 1.0) if value else Reading(invalid=keys))
