"""Opening hours as operators write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from benefits.hours import Hours

WEEK = Hours.parse("mon-fri 08:00-18:00, Sat 9:00-12:00")
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (at(23, 8), at(23, 8)),
        (at(23, 17, 59), at(23, 17, 59)),
        (at(23, 18), at(24, 8)),
        (at(23, 7, 59), at(23, 8)),
        (at(27, 20), at(28, 9)),
        (at(28, 12), at(30, 8)),
        (at(29, 3), at(30, 8)),
    ],
)
def test_the_next_opening(moment, opening):
    assert WEEK.next_opening(moment) == opening
    assert WEEK.is_open(moment) == (moment == opening)


def test_nothing_written_is_always_open():
    assert Hours.parse("").is_open(at(29, 3))
    assert Hours.parse(" ").next_opening(at(29, 3)) == at(29, 3)


def test_one_day_a_week_comes_again_in_a_week():
    assert Hours.parse("mon 08:00-09:00").next_opening(at(23, 9)) == at(30, 8)


def test_until_midnight():
    assert Hours.parse("mon 00:00-24:00").is_open(at(23, 23, 59))


def test_the_clocks_of_the_country_go_on_over_the_change_to_winter():
    berlin = ZoneInfo("Europe/Berlin")
    evening = datetime(2026, 10, 24, 22, tzinfo=berlin)
    opening = Hours.parse("mon-sun 08:00-20:00").next_opening(evening)
    assert opening.astimezone(UTC) == datetime(2026, 10, 25, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["always", "mon 8-18", "mon-foo 08:00-18:00", "fri-mon 08:00-18:00", "mon 18:00-08:00",
             "mon 08:00-25:00", "mon 08:61-09:00"],
)  # fmt: skip
def test_what_is_no_time_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"\w"):
        Hours.parse(text)
