"""When jobs are due: on the clocks of the country, also on the days when these are changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from benefits.jobs.schedule import Schedule, parse_all

HERE = ZoneInfo("Europe/Madrid")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("written", "now", "last", "following"),
    [
        ("daily 06:00", "2026-11-23T06:00", "2026-11-23T06:00", "2026-11-24T06:00"),
        ("daily 06:00", "2026-11-23T05:59", "2026-11-22T06:00", "2026-11-23T06:00"),
        ("mon-fri 06:00", "2026-11-22T12:00", "2026-11-20T06:00", "2026-11-23T06:00"),
        ("sat 06:00", "2026-11-21T05:00", "2026-11-14T06:00", "2026-11-21T06:00"),
        ("every 15 minutes", "2026-11-23T09:44", "2026-11-23T08:30+00:00", "2026-11-23T09:45"),
    ],
)
def test_the_last_and_the_next_slot(written, now, last, following):
    schedule = Schedule.parse(written)
    assert str(schedule) == written
    assert schedule.last(at(now)) == last
    assert schedule.next(at(now)) == at(following)


def test_a_time_that_the_clocks_leave_out_comes_when_they_have_gone_on():
    schedule = Schedule.parse("daily 02:30")  # on 29 March 2026 it is 03:00 after 01:59
    assert schedule.last(at("2026-03-29T01:59")) == "2026-03-28T02:30"
    assert schedule.next(at("2026-03-29T01:59")) == at("2026-03-29T03:30")
    assert schedule.last(at("2026-03-29T03:30")) == "2026-03-29T02:30"


def test_a_time_that_the_clocks_show_twice_comes_once():
    schedule = Schedule.parse("daily 02:30")  # on 25 October 2026 it is 02:00 after 02:59
    moment, slots = at("2026-10-24T12:00"), []
    while moment < at("2026-10-26T01:00"):
        slots.append(schedule.last(moment))
        utc = moment.astimezone(ZoneInfo("UTC")) + timedelta(minutes=5)
        moment = utc.astimezone(HERE)
    assert list(dict.fromkeys(slots)) == ["2026-10-24T02:30", "2026-10-25T02:30"]
    assert slots == sorted(slots)


@pytest.mark.parametrize("wrong", ["", "every 0 minutes", "daily 25:00", "fri-mon 06:00", "hourly"])
def test_a_wrong_schedule_is_said_plainly(wrong):
    with pytest.raises(ValueError, match="is not like 'every 5 minutes'"):
        Schedule.parse(wrong)


def test_never():
    schedule = parse_all("claims: off")["claims"]
    assert (schedule.last(at("2026-11-23T09:00")), schedule.next(at("2026-11-23T09:00"))) == (
        None,
        None,
    )
