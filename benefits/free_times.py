"""Free times at an office for what somebody wishes: a day, a part of it, a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from benefits.diary import (
    Slot,
    days_from,
    free_times,
    last_day,
    nearest,
    spread,
    within,
)
from benefits.offices import hours_on
from benefits.workdays import is_holiday

if TYPE_CHECKING:
    from benefits.appointment_records import Appointments

Row = Mapping[str, Any]
OFFERED = 3
"""Free times that are offered at once."""
_READ = 14
"""Days of the diary that are read together."""
_BEFORE_THE_END = 7
"""Days before the last one that can be booked: from then on who wants later is offered times."""
SOONEST, NO_SUCH_DAY = "soonest", "none"


@dataclass(frozen=True)
class Wish:
    """When somebody wants to come; empty for what they did not say."""

    day: str = ""
    """ISO date, "soonest", or "none" for a day that the calendar does not have."""
    part: str = ""
    time: str = ""
    """ "10:00"."""

    @classmethod
    def of(cls, wish: Mapping[str, str] | None, earlier: Mapping[str, str] | None) -> Wish:
        """What is said now, with what was said before as far as it still holds."""
        now, before = cls(**(wish or {})), cls(**(earlier or {}))
        if not (now.part or now.time):
            now = replace(now, part=before.part, time=before.time)
        return now if now.day else replace(now, day=before.day)

    @property
    def on(self) -> date | None:
        """The day, where one was named."""
        named = self.day not in ("", SOONEST, NO_SUCH_DAY)
        return date.fromisoformat(self.day) if named else None


@dataclass(frozen=True)
class Found:
    """What there is: why it is not what was wished (`note`, empty when it is), and free times."""

    note: str
    """past, too_far, no_such_day, holiday, closed, full, part_full, time_taken or empty."""
    slots: tuple[Slot, ...]
    exact: bool = False
    """True when the very day and time that were wished are free."""


@dataclass(frozen=True)
class Search:
    """Free times for an appointment of some minutes at an office."""

    appointments: Appointments
    office: Row
    minutes: int
    now: datetime
    """On the country's clocks."""
    besides: int | None = None
    """An appointment that is to be moved: its own time counts as free …"""
    own: Slot | None = None
    """… and is not offered."""

    def find(self, wish: Wish, seen: Collection[str] = ()) -> Found:
        """Up to three free times. seen: names of those that were offered before."""
        on = wish.on
        note, first = self._first_day(wish, on)
        if on is None or note:
            return Found(note, self._soonest(first, wish, seen))
        times = self._unseen(on, seen)
        if wish.time and wish.time in times:
            return Found("", (Slot(on.isoformat(), wish.time),), exact=not seen)
        fitting = within(times, "" if wish.time else wish.part)
        if not fitting and times:
            note, fitting = "part_full", times
        if not fitting:
            note = "" if seen else "full"
            return Found(note, self._soonest(on + timedelta(days=1), wish, seen))
        if wish.time:
            chosen = nearest(fitting, wish.time, OFFERED)
            return Found("" if seen else "time_taken", _slots(on, chosen))
        return Found("" if seen else note, _slots(on, spread(fitting, OFFERED)))

    def is_free(self, slot: Slot) -> bool:
        """Is this time free (and may it be booked)?"""
        day = date.fromisoformat(slot.day)
        return self.now.date() <= day <= last_day(self.now) and slot.at in self._times(day)

    def _first_day(self, wish: Wish, on: date | None) -> tuple[str, date]:
        """Why the day that was wished cannot be, and from which day on to look instead."""
        today = self.now.date()
        if on is None:
            return ("no_such_day" if wish.day == NO_SUCH_DAY else ""), today
        if on < today:
            return "past", today
        if on > last_day(self.now):
            return "too_far", last_day(self.now) - timedelta(days=_BEFORE_THE_END)
        if hours_on(self.office, on) is None:
            return ("holiday" if is_holiday(on) else "closed"), on + timedelta(days=1)
        return "", on

    def _soonest(self, first: date, wish: Wish, seen: Collection[str]) -> tuple[Slot, ...]:
        """The first free times, of the part of the day that is wished where there are any."""
        found: list[Slot] = []
        for day, times in self._days(first):
            left = [at for at in times if Slot(day.isoformat(), at).name not in seen]
            fitting = nearest(left, wish.time, 1) if wish.time else within(left, wish.part)
            found += _slots(
                day, spread(fitting, OFFERED - len(found)) if not found else fitting[:1]
            )
            if len(found) >= OFFERED:
                break
        if not found and wish.part:
            return self._soonest(first, replace(wish, part=""), seen)
        return tuple(found[:OFFERED])

    def _days(self, first: date) -> Iterator[tuple[date, list[str]]]:
        days = list(days_from(first, self.now))
        for start in range(0, len(days), _READ):
            some = days[start : start + _READ]
            taken = self._taken(some[0], some[-1])
            for day in some:
                yield day, self._free(day, taken.get(day.isoformat(), frozenset()))

    def _unseen(self, day: date, seen: Collection[str]) -> list[str]:
        on = day.isoformat()
        return [at for at in self._times(day) if Slot(on, at).name not in seen]

    def _times(self, day: date) -> list[str]:
        return self._free(day, self._taken(day, day).get(day.isoformat(), frozenset()))

    def _free(self, day: date, taken: Collection[tuple[str, int]]) -> list[str]:
        times = free_times(self.office, day, self.minutes, taken, self.now)
        own = self.own.at if self.own and self.own.day == day.isoformat() else ""
        return [at for at in times if at != own]

    def _taken(self, first: date, last: date) -> Mapping[str, Collection[tuple[str, int]]]:
        office = str(self.office["id"])
        return self.appointments.taken(office, first.isoformat(), last.isoformat(), self.besides)


def _slots(day: date, times: Collection[str]) -> tuple[Slot, ...]:
    return tuple(Slot(day.isoformat(), at) for at in times)
