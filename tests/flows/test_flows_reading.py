"""What is read aloud is understood again as the same value, in every language."""

from calendar import monthrange
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import verhoeff

from flows.forms import WRITTEN
from flows.numerals import LARGEST, cardinal
from flows.reading import PAUSE, READINGS, groups
from intents.slots import SLOT_TYPES
from intents.slots.kind import Asking
from intents.text import Utterance

LANGUAGES = st.sampled_from(["en", "es", "zh"])
TODAY = date(2026, 11, 23)


def understood(slot, said, language):
    reading = SLOT_TYPES[slot].read(Utterance.of(said), Asking(language, TODAY))
    return reading.value if reading else None


@given(LANGUAGES, st.integers(0, LARGEST))
def test_numbers_come_back(language, number):
    assert understood("number", cardinal(number, language), language) == number


@given(LANGUAGES, st.integers(0, LARGEST * 100) | st.integers(0, 10_000))
def test_money_comes_back(language, cents):
    assert understood("amount", READINGS["money"](cents, language), language) == cents


@given(LANGUAGES, st.text("0123456789", min_size=6, max_size=15))
def test_references_come_back_in_groups_that_can_be_written_down(language, number):
    said = READINGS["digits"](number, language)
    assert understood("digits", said, language) == number
    sizes = [len(group.replace(" ", "")) for group in said.split(PAUSE[language])]
    assert all(2 <= size <= 4 for size in sizes), sizes


@given(LANGUAGES, st.text("0123456789", min_size=10, max_size=10))
def test_phone_numbers_come_back_as_they_are_dialled(language, number):
    said = READINGS["phone"]("+1" + number, language)
    assert understood("phone", said, language) == number
    assert [len(g.replace(" ", "")) for g in said.split(PAUSE[language])] == [3, 3, 4]


@st.composite
def periods(draw):
    """Years, months and days, one or from one to another, and what has no beginning."""
    days = sorted(draw(st.tuples(st.dates(date(1930, 1, 1), date(2035, 12, 31)), st.dates(
        date(1930, 1, 1), date(2035, 12, 31)))))  # fmt: skip
    first, last = days[0], draw(st.sampled_from(days))
    unit = draw(st.sampled_from(["year", "month", "day"]))
    if unit == "year":
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    elif unit == "month":
        month = monthrange(last.year, last.month)[1]
        first, last = first.replace(day=1), last.replace(day=month)
    start = None if draw(st.booleans()) and unit != "day" else first.isoformat()
    return {"from": start, "to": last.isoformat()}


@given(LANGUAGES, periods())
def test_periods_come_back(language, period):
    assert understood("period", READINGS["period"](period, language), language) == period
    assert WRITTEN["period"](period, language)


COUNTRIES = st.sampled_from(["7", "20", "34", "44", "52", "86", "212", "353", "593"])
"""Codes, none of which is ours."""


@given(LANGUAGES, COUNTRIES, st.text("0123456789", min_size=7, max_size=11))
def test_phone_numbers_abroad_come_back_with_their_country(language, country, number):
    said = READINGS["phone"](f"+{country}{number}", language)
    assert understood("phone", said, language) == f"+{country}{number}"


@given(LANGUAGES, st.text("0123456789", min_size=6, max_size=9))
def test_short_phone_numbers_come_back(language, number):
    assert understood("phone", READINGS["phone"](number, language), language) == number


@given(LANGUAGES, st.sampled_from(["claim_reference", "insurance_number"]), st.data())
def test_numbers_with_a_check_digit_come_back(language, kind, data):
    length = SLOT_TYPES[kind].keys.min - 1
    digits = "2" + data.draw(st.text("0123456789", min_size=length - 1, max_size=length - 1))
    number = digits + verhoeff.calc_check_digit(digits)
    assert understood(kind, READINGS["digits"](number, language), language) == number


@given(LANGUAGES, st.integers(0, 364))
def test_a_date_is_heard_as_the_day_also_beside_other_words(language, days):
    day = TODAY + timedelta(days)
    courtesy = {"en": "yes please", "es": "sí por favor", "zh": "好的"}[language]
    said = f"{courtesy} {READINGS['date'](day, language)}"
    assert understood("date", said, language) == day.isoformat()


@given(LANGUAGES, st.integers(0, 364))
def test_dates_come_back(language, days):
    day = TODAY + timedelta(days)
    assert understood("date", READINGS["date"](day, language), language) == day.isoformat()


@given(LANGUAGES, st.times())
def test_every_time_is_said_without_figures(language, at):
    at = at.replace(second=0, microsecond=0)
    said = READINGS["time"](at.isoformat(), language)
    assert not any(c.isdigit() and c.isascii() for c in said)


def test_no_two_times_sound_alike():
    times = [time(hour, minute) for hour in range(24) for minute in range(60)]
    for language in ("en", "es", "zh"):
        assert len({READINGS["time"](at, language) for at in times}) == len(times)


@given(st.text("0123456789", min_size=1, max_size=40))
def test_groups_are_the_number(number):
    found = groups(number)
    assert "".join(found) == number
    assert len(number) == 1 or all(2 <= len(group) <= 4 for group in found)


@pytest.mark.parametrize(
    ("form", "value", "language", "expected"),
    [
        ("money", 41250, "en", "four hundred twelve dollars and fifty cents"),
        ("money", 41250, "es", "cuatrocientos doce dólares con cincuenta centavos"),
        ("money", 41250, "zh", "四百一十二元五角"),
        ("money", 100, "en", "one dollar"),
        ("money", 100, "es", "un dólar"),
        ("money", 2101, "es", "veintiún dólares con un centavo"),
        ("money", 200, "zh", "两元"),
        ("money", 5, "en", "five cents"),
        ("money", 0, "zh", "零元"),
        ("date", "2026-11-27", "en", "Friday, the twenty-seventh of November"),
        ("date", "2026-05-01", "es", "viernes, primero de mayo"),
        ("date", "2026-11-27", "zh", "十一月二十七日，星期五"),
        ("time", "08:30", "en", "eight thirty in the morning"),
        ("time", "16:00", "en", "four o'clock in the afternoon"),
        ("time", "08:05", "en", "eight oh five in the morning"),
        ("time", "12:00", "en", "twelve noon"),
        ("time", "08:30", "es", "ocho y media de la mañana"),
        ("time", "13:00", "es", "una de la tarde"),
        ("time", "16:00", "zh", "下午四点"),
        ("time", "14:05", "zh", "下午两点零五分"),
        ("digits", "47110011", "en", "4 7 1 1, 0 0 1 1"),
        ("digits", "210000013", "en", "2 1 0, 0 0 0, 0 1 3"),
        ("digits", "47110011", "zh", "四七幺幺，零零幺幺"),
        ("digits", "AB-123456", "en", "A B, 1 2 3, 4 5 6"),
        ("digits", "bv12", "es", "be uve, 1 2"),
        ("digits", "AB12", "zh", "A B，幺二"),
        ("phone", "+34600123456", "en", "plus, 3 4 6, 0 0 1, 2 3 4, 5 6"),
        ("phone", "+34600123456", "es", "más, 3 4 6, 0 0 1, 2 3 4, 5 6"),
        ("phone", "+34600123456", "zh", "加，三四六，零零幺，二三四，五六"),
        ("money", 200_000_000, "es", "dos millones de dólares"),
        ("number", 102_030_405, "zh", "一亿零两百零三万零四百零五"),
        ("period", {"from": "2026-05-01", "to": "2026-05-31"}, "en", "May twenty twenty-six"),
        ("period", {"from": None, "to": "2021-12-31"}, "es", "hasta dos mil veintiuno"),
        (
            "period",
            {"from": "2026-03-01", "to": "2026-06-30"},
            "zh",
            "二零二六年三月到六月",
        ),
        ("number", 1250, "en", "one thousand two hundred fifty"),
    ],
)
def test_values_are_read_as_they_are_said(form, value, language, expected):
    assert READINGS[form](value, language) == expected


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_numbers_beyond_words_are_refused(number):
    with pytest.raises(ValueError, match="between"):
        cardinal(number, "en")
