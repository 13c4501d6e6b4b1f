"""The nearest office and when it is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from benefits import places
from benefits.country import local
from benefits.function import Asked, function
from benefits.registry import Row
from benefits.workdays import is_holiday

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Opening(NamedTuple):
    """A day on which an office is open: ISO date and local times, "08:30"."""

    on: str
    opens: str
    closes: str


_NO_HOURS = {
    "found": False,
    "outcome": "",
    "town": "",
    "day": "",
    "opens": "",
    "closes": "",
    "next_on": "",
    "next_opens": "",
    "next_closes": "",
}
_UNKNOWN = {
    "found": False,
    "town": "",
    "address": "",
    "district": "",
    "phone": "",
    "open_today": False,
    "opens_on": "",
    "opens": "",
    "closes": "",
}


@function("offices.nearest", takes=("place",), gives=tuple(_UNKNOWN))
def nearest(asked: Asked, place: str) -> Mapping[str, Any]:
    """The office for a town, an office id or a postcode, and when it is open next.

    open_today: it is open now or later today. opens_on (ISO date), opens and closes ("08:30"):
    the hours of today if open_today, else of the next day on which it opens.
    """
    office = places.find(asked.registry.offices(), place)
    if office is None:
        return _UNKNOWN
    now = local(asked.now)
    opening = next_opening(office, now)
    return {
        "found": True,
        "town": town_name(office, asked.language),
        "address": office["address"],
        "district": office["district"],
        "phone": office["phone"],
        "open_today": opening.on == now.date().isoformat(),
        "opens_on": opening.on,
        "opens": opening.opens,
        "closes": opening.closes,
    }


@function("offices.hours", takes=("place", "day"), gives=tuple(_NO_HOURS))
def hours(asked: Asked, place: str, day: str) -> Mapping[str, Any]:
    """When the office for a place (as for `offices.nearest`) is open on a day (ISO date).

    outcome: open, holiday, closed (its weekday), over (today, by now) or past. opens, closes: where
    it is open. next_on, next_opens, next_closes: the next opening on or after the day.
    """
    office = places.find(asked.registry.offices(), place)
    if office is None:
        return _NO_HOURS
    now, on = local(asked.now), date.fromisoformat(day)
    span = hours_on(office, on)
    coming = next_opening(office, max(now, datetime.combine(on, time(), now.tzinfo)))
    outcome = "open" if span else "holiday" if is_holiday(on) else "closed"
    if on < now.date():
        outcome = "past"
    elif span and coming.on != day:
        outcome = "over"
    return {
        "found": True,
        "outcome": outcome,
        "town": town_name(office, asked.language),
        "day": day,
        "opens": span[0] if span else "",
        "closes": span[1] if span else "",
        "next_on": coming.on,
        "next_opens": coming.opens,
        "next_closes": coming.closes,
    }


def next_opening(office: Row, now: datetime) -> Opening:
    """The first opening that is not over; all fields empty when the office never opens."""
    day = now.date()
    for _ in range(14):  # two weeks: more than any run of holidays
        hours = hours_on(office, day)
        if hours and (day > now.date() or f"{now:%H:%M}" < hours[1]):
            return Opening(day.isoformat(), *hours)
        day += timedelta(days=1)
    return Opening("", "", "")


def hours_on(office: Row, day: date) -> tuple[str, str] | None:
    """When the office opens and closes on this day, None when it stays closed."""
    span = office["hours"].get(_WEEKDAYS[day.weekday()])
    if span is None or is_holiday(day):
        return None
    opens, closes = span.split("-")
    return opens, closes


def town_name(office: Row, language: str) -> str:
    """The town's name in this language."""
    names = office["names"].get(language)
    return str(names[0] if names else office["town"])
