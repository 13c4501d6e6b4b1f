"""Days and parts of the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from intents import SLOT_TYPES
from intents.slots import Asking
from intents.text import Utterance

MONDAY = date(2026, 11, 23)


def value(kind: str, text: str, language: str, *, asked: bool = True, today: date = MONDAY):
    reading = SLOT_TYPES[kind].read(Utterance.of(text), Asking(language, today, (), asked))
    return reading and reading.value


@given(day=st.dates(date(1920, 1, 1), date(2099, 12, 31)))
def test_long_dates_round_trip(day: date) -> None:
    for language, locale in (("en", "en_GB"), ("en", "en_US"), ("es", "es"), ("zh", "zh_CN")):
        assert value("date", format_date(day, "long", locale), language) == day.isoformat()
    assert value("date", day.isoformat(), "en") == day.isoformat()
    assert value("date", f"{day:%d/%m/%Y}", "es") == day.isoformat()


@given(ahead=st.integers(0, 360), today=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_day_without_a_year_lies_ahead(ahead: int, today: date) -> None:
    day = today + timedelta(days=ahead)
    text = f"{day.day} {format_date(day, 'MMMM', 'en')}"
    if (day.month, day.day) != (2, 29):
        assert value("date", text, "en", today=today) == day.isoformat()


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "today", "2026-11-23"),
        ("en", "tomorrow morning", "2026-11-24"),
        ("en", "tommorow", "2026-11-24"),
        ("en", "the day after tomorrow", "2026-11-25"),
        ("en", "on Friday", "2026-11-27"),
        ("en", "wensday please", "2026-11-25"),
        ("en", "Monday", "2026-11-30"),
        ("en", "next Friday", "2026-12-04"),
        ("en", "Friday next week", "2026-12-04"),
        ("en", "next week", "2026-11-30"),
        ("en", "in two weeks", "2026-12-07"),
        ("en", "three days from now", "2026-11-26"),
        ("en", "in 3 months", "2027-02-23"),
        ("en", "the 3rd of March", "2027-03-03"),
        ("en", "March the third", "2027-03-03"),
        ("en", "Dec 24", "2026-12-24"),
        ("en", "the twenty fourth of december", "2026-12-24"),
        ("en", "march third nineteen fifty eight", "1958-03-03"),
        ("en", "12/3/58", "1958-03-12"),
        ("en", "the 30th", "2026-11-30"),
        ("en", "the fifth", "2026-12-05"),
        ("en", "31 February", None),
        ("en", "I may come", None),
        ("en", "whenever", None),
        ("es", "hoy mismo", "2026-11-23"),
        ("es", "mañana por la mañana", "2026-11-24"),
        ("es", "pasado mañana", "2026-11-25"),
        ("es", "el lunes por la mañana", "2026-11-30"),
        ("es", "por la mañana", None),
        ("es", "el viernes de la semana que viene", "2026-12-04"),
        ("es", "en dos semanas", "2026-12-07"),
        ("es", "el 3 de marzo", "2027-03-03"),
        ("es", "el tres de marzo de dos mil veintisiete", "2027-03-03"),
        ("es", "el día 5", "2026-12-05"),
        ("zh", "明天上午", "2026-11-24"),
        ("zh", "大后天", "2026-11-26"),
        ("zh", "星期五", "2026-11-27"),
        ("zh", "下周一上午", "2026-11-30"),
        ("zh", "下个星期五", "2026-12-04"),
        ("zh", "三天后", "2026-11-26"),
        ("zh", "3月5日", "2027-03-05"),
        ("zh", "十二月二十四号", "2026-12-24"),
        ("zh", "一九五八年三月五日", "1958-03-05"),
        ("zh", "二十八号", "2026-11-28"),
    ],
)
def test_days(language: str, text: str, day: str | None) -> None:
    assert value("date", text, language) == day


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "I waited three weeks"), ("en", "claim 12 11"), ("es", "llevo dos meses esperando"),
     ("zh", "等了三天"), ("en", "I called five times")],
)  # fmt: skip
def test_lengths_of_time_are_no_days(language: str, text: str) -> None:
    assert value("date", text, language, asked=False) is None


@pytest.mark.parametrize(
    ("keys", "day"),
    [("0503", "2027-03-05"), ("05031958", "1958-03-05"), ("29022027", None), ("12", None)],
)
def test_day_keys(keys: str, day: str | None) -> None:
    reading = SLOT_TYPES["date"].read_keys(keys, Asking("en", MONDAY))
    assert (reading and reading.value) == day


@pytest.mark.parametrize(
    ("language", "text", "part"),
    [
        ("en", "in the morning", "morning"),
        ("en", "afternoon please", "afternoon"),
        ("en", "at ten", "morning"),
        ("en", "3 pm", "afternoon"),
        ("en", "at four", "afternoon"),
        ("es", "por la mañana", "morning"),
        ("es", "mañana", "morning"),
        ("es", "mañana por la tarde", "afternoon"),
        ("es", "tarde", "afternoon"),
        ("zh", "上午", "morning"),
        ("zh", "明天下午", "afternoon"),
        ("zh", "晚上", "evening"),
        ("en", "any time", None),
    ],
)
def test_parts_of_the_day(language: str, text: str, part: str | None) -> None:
    assert value("part_of_day", text, language) == part


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "el pago llega tarde"), ("es", "mañana"), ("en", "it is late"), ("en", "at ten")],
)
def test_parts_only_where_asked(language: str, text: str) -> None:
    assert value("part_of_day", text, language, asked=False) is None
