"""The diary of an office: when it has a desk free, on the country's clocks.

Times are days and hours on the wall ("2026-11-24", "09:30"), never moments: nothing is added across
a change of the clocks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from benefits.country import DATA, read
from benefits.offices import hours_on

Row = Mapping[str, Any]
Taken = Collection[tuple[str, int]]
"""The times of a day ("09:30") at which a desk (from 1) is taken."""

PARTS = {
    "morning": ("00:00", "12:00"),
    "afternoon": ("12:00", "18:00"),
    "evening": ("17:00", "24:00"),
}
"""The first moment of each part of the day, and the one after the last."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Slot(NamedTuple):
    """A time at an office: ISO date and "09:30"."""

    day: str
    at: str

    @property
    def name(self) -> str:
        """As flows keep it."""
        return f"{self.day}T{self.at}"


@dataclass(frozen=True)
class Topic:
    """What an appointment is about. Texts are by language."""

    minutes: int
    names: Mapping[str, tuple[str, ...]]
    """What it is called first, then what people say."""
    bring: Mapping[str, str]


@dataclass(frozen=True)
class Desks:
    """How many desks take appointments, by weekday ("mon")."""

    usual: Mapping[str, int]
    offices: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Diary:
    """`data/diary.yaml`."""

    grid: int
    ahead: int
    notice: int
    desks: Desks
    topics: Mapping[str, Topic]
    others: Mapping[str, Mapping[str, tuple[str, ...]]]
    """What may be chosen instead of a free time, by name and language."""


@cache
def diary() -> Diary:
    """The rules of the diary."""
    return TypeAdapter(Diary).validate_python(read(DATA / "diary.yaml"))


def cells(at: str, minutes: int) -> list[str]:
    """The times of the grid that an appointment takes up from `at` on."""
    first, grid = _minutes(at), diary().grid
    return [_clock(minute) for minute in range(first, first + minutes, grid)]


def free_desk(taken: Taken, at: str, minutes: int, desks: int) -> int | None:
    """The first desk that is free for the whole time; None when none is."""
    wanted = cells(at, minutes)
    for desk in range(1, desks + 1):
        if not any((cell, desk) in taken for cell in wanted):
            return desk
    return None


def desks_on(office: Row, day: date) -> int:
    """How many desks of the office take appointments on this day; 0 when it is closed."""
    if hours_on(office, day) is None:
        return 0
    plan = diary().desks
    return plan.offices.get(office["id"], plan.usual).get(_DAYS[day.weekday()], 0)


def free_times(office: Row, day: date, minutes: int, taken: Taken, now: datetime) -> list[str]:
    """The times of a day at which an appointment may begin. now: on the country's clocks."""
    span, desks = hours_on(office, day), desks_on(office, day)
    if span is None or not desks:
        return []
    opens, closes = map(_minutes, span)
    earliest = now + timedelta(minutes=diary().notice)
    found = []
    for minute in range(opens, closes - minutes + 1, diary().grid):
        at = _clock(minute)
        soon = (day.isoformat(), at) < (earliest.date().isoformat(), f"{earliest:%H:%M}")
        if not soon and free_desk(taken, at, minutes, desks) is not None:
            found.append(at)
    return found


def days_from(first: date, now: datetime) -> Iterator[date]:
    """The days that can be booked, from `first` on."""
    day = max(first, now.date())
    while day <= last_day(now):
        yield day
        day += timedelta(days=1)


def last_day(now: datetime) -> date:
    """The last day that can be booked."""
    return now.date() + timedelta(days=diary().ahead)


def within(times: Sequence[str], part: str) -> list[str]:
    """Those of a part of the day; all where it is empty."""
    first, end = PARTS.get(part, ("00:00", "24:00"))
    return [at for at in times if first <= at < end]


def nearest(times: Sequence[str], at: str, count: int) -> list[str]:
    """Those nearest to a time of day, in the order of the day."""
    wanted = _minutes(at)
    return sorted(sorted(times, key=lambda time: abs(_minutes(time) - wanted))[:count])


def spread(times: Sequence[str], count: int) -> list[str]:
    """Some of them, far apart: the first, the last and between."""
    if len(times) <= count:
        return list(times)
    step = (len(times) - 1) / (count - 1)
    return [times[round(step * index)] for index in range(count)]


def _minutes(at: str) -> int:
    hour, minute = at.split(":")
    return int(hour) * 60 + int(minute)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
