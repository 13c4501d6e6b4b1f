"""Whether somebody is at the desk, and what may be promised."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from benefits.desk import RECENT, promised, waiting
from benefits.function import Asked
from benefits.hours import Desk, Hours


@pytest.mark.parametrize(
    ("waits", "minutes"),
    [
        ([], 0),
        ([300, 300], 0),  # too few to promise anything
        ([5, 5, 5], 1),
        ([60, 60, 60], 1),
        ([61, 61, 61], 2),
        ([60, 60, 60, 3600], 1),  # one long wait is no rule
        ([60, 120, 180, 240, 300, 360, 420, 480], 6),
    ],
)
def test_three_of_four_did_not_wait_longer_than_is_promised(waits, minutes):
    assert promised(waits) == minutes


def asked(now, waits=(), **desk):
    since = []
    registry = SimpleNamespace(handoff_waits=lambda at: since.append(at) or list(waits))
    result = waiting(Asked(registry, now, "en", "", "voice", "s", Desk(**desk)))
    assert since == [now - RECENT]
    return result


MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_open_all_the_time_where_no_hours_are_set():
    assert asked(datetime(2026, 12, 25, 3, tzinfo=UTC))["open"]


def test_closed_until_the_next_working_day():
    hours = Hours.parse("mon-fri 08:30-17:00")
    assert asked(MONDAY, hours=hours)["open"]
    after = asked(datetime(2026, 12, 24, 17, tzinfo=UTC), hours=hours)
    assert (after["open"], after["opens_on"], after["opens"]) == (False, "2026-12-28", "08:30")


def test_long_is_what_the_operator_says():
    waits = [500, 500, 500]
    assert not asked(MONDAY, waits)["long"]
    assert asked(MONDAY, waits, patience=timedelta(minutes=9))["long"]
    assert not asked(MONDAY, [], patience=timedelta(minutes=1))["long"]
