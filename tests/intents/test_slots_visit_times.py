"""When somebody wants to come to an office: a day, a part of it, a time."""

from __future__ import annotations

from datetime import date

import pytest

from intents import SLOT_TYPES
from intents.slots import Asking
from intents.text import Utterance

MONDAY = date(2026, 11, 23)
KIND = SLOT_TYPES["visit_time"]


def said(text: str, language: str = "en", *, asked: bool = True) -> tuple[str, str, str] | None:
    reading = KIND.read(Utterance.of(text), Asking(language, MONDAY, (), asked))
    return tuple(reading.value.values()) if reading else None


@pytest.mark.parametrize(
    ("language", "text", "day", "part", "time"),
    [
        ("en", "next Tuesday morning", "2026-12-01", "morning", ""),
        ("en", "Tuesday", "2026-11-24", "", ""),
        ("en", "as soon as possible", "soonest", "", ""),
        ("en", "as soon as possible in the morning", "soonest", "morning", ""),
        ("en", "tomorrow at ten", "2026-11-24", "", "10:00"),
        ("en", "at half past nine on Wednesday", "2026-11-25", "", "09:30"),
        ("en", "quarter to three", "", "", "14:45"),
        ("en", "Thursday at ten thirty", "2026-11-26", "", "10:30"),
        ("en", "at 9:30", "", "", "09:30"),
        ("en", "10am", "", "", "10:00"),
        ("en", "ten", "", "", "10:00"),
        ("en", "at two in the afternoon", "", "", "14:00"),
        ("en", "the third of December at eleven", "2026-12-03", "", "11:00"),
        ("en", "in the afternoon", "", "afternoon", ""),
        ("en", "31 February", "none", "", ""),
        ("en", "February thirtieth in the morning", "none", "morning", ""),
        ("en", "next week", "2026-11-30", "", ""),
        ("en", "some time next month", "2026-12-01", "", ""),
        ("en", "Tuesday morning, no, Wednesday", "2026-11-25", "morning", ""),
        ("en", "in two weeks", "2026-12-07", "", ""),
        ("es", "el martes por la mañana", "2026-11-24", "morning", ""),
        ("es", "mañana por la tarde", "2026-11-24", "afternoon", ""),
        ("es", "lo antes posible", "soonest", "", ""),
        ("es", "el jueves a las diez y media", "2026-11-26", "", "10:30"),
        ("es", "a las cuatro menos cuarto de la tarde", "", "", "15:45"),
        ("es", "el 31 de febrero", "none", "", ""),
        ("es", "la semana que viene", "2026-11-30", "", ""),
        ("zh", "下周二上午", "2026-12-01", "morning", ""),
        ("zh", "星期三下午三点", "2026-11-25", "afternoon", "15:00"),
        ("zh", "上午十点半", "", "morning", "10:30"),
        ("zh", "越快越好", "soonest", "", ""),
        ("zh", "二月三十号", "none", "", ""),
        ("zh", "下周", "2026-11-30", "", ""),
        ("zh", "明天9点一刻", "2026-11-24", "", "09:15"),
    ],
)
def test_what_is_said(language: str, text: str, day: str, part: str, time: str) -> None:
    assert said(text, language) == (day, part, time)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I have two children"),
        ("en", "it is about ten thousand"),
        ("es", "tengo dos hijos"),
        ("zh", "我有两个孩子"),
    ],
)
def test_what_is_no_time(language: str, text: str) -> None:
    assert said(text, language, asked=False) is None


def test_it_is_found_in_a_whole_sentence() -> None:
    text = "I want an appointment in Ashford on Tuesday morning"
    assert said(text, asked=False) == ("2026-11-24", "morning", "")


@pytest.mark.parametrize(
    ("keys", "day"), [("0", "soonest"), ("0112", "2026-12-01"), ("3102", "none"), ("12", None)]
)
def test_keys(keys: str, day: str | None) -> None:
    reading = KIND.read_keys(keys, Asking("en", MONDAY))
    assert (reading and reading.value["day"]) == day
