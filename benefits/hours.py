"""Opening hours in a week, as an operator writes them: `mon-fri 08:00-18:00, sat 09:00-12:00`,
and those of the people who take over from the hotline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from benefits.workdays import is_holiday

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? +(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """From when to when it is open, by weekday; without any it is always open.

    Times given to its methods are those on the country's clocks (`benefits.country.local`).
    """

    spans: tuple[tuple[int, time, time], ...] = ()
    """(weekday from Monday 0, first moment, last moment); time.max stands for midnight."""

    @classmethod
    def parse(cls, text: str) -> Hours:
        """The hours written in `text`; empty: always open. Raises ValueError with a sentence."""
        spans: list[tuple[int, time, time]] = []
        for part in filter(None, (part.strip().lower() for part in text.split(","))):
            found = _PART.fullmatch(part)
            if found is None:
                raise ValueError(f"{part!r} is not like 'mon-fri 08:00-18:00'")
            first, last = _day(found[1]), _day(found[2] or found[1])
            opens, closes = _time(found[3]), _time(found[4])
            if last < first or closes <= opens:
                raise ValueError(f"{part!r} ends before it begins")
            spans += [(day, opens, closes) for day in range(first, last + 1)]
        return cls(tuple(sorted(spans)))

    @property
    def text(self) -> str:
        """The hours as `parse` reads them."""
        return ", ".join(
            f"{DAYS[day]} {opens:%H:%M}-{'24:00' if closes == time.max else f'{closes:%H:%M}'}"
            for day, opens, closes in self.spans
        )

    def is_open(self, at: datetime) -> bool:
        """Is it open at this moment?"""
        return not self.spans or any(
            day == at.weekday() and opens <= at.time() < closes for day, opens, closes in self.spans
        )

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself when it is open then, else the next moment at which it opens."""
        if self.is_open(at):
            return at
        moments = (
            datetime.combine(at.date() + ahead * _DAY, opens, at.tzinfo)
            for ahead in range(8)
            for day, opens, _ in self.spans
            if day == (at.weekday() + ahead) % 7
        )
        return next(moment for moment in moments if moment > at)


@dataclass(frozen=True)
class Desk:
    """What an operator decides about the people who take over."""

    hours: Hours = Hours()
    """When they are there, on the country's clocks; public holidays are free where any are set."""
    patience: timedelta = timedelta(minutes=10)
    """From a wait of this length on a call-back is offered first."""

    def next_open(self, at: datetime) -> datetime:
        """`at` itself when somebody is there then, else when they come."""
        opening = self.hours.next_opening(at)
        while self.hours.spans and is_holiday(opening.date()):
            midnight = datetime.combine(opening.date() + timedelta(days=1), time(), at.tzinfo)
            opening = self.hours.next_opening(midnight)
        return opening


def _day(name: str) -> int:
    if name not in DAYS:
        raise ValueError(f"{name!r} is none of {', '.join(DAYS)}")
    return DAYS.index(name)


def _time(text: str) -> time:
    if text == "24:00":
        return time.max
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError:
        raise ValueError(f"{text} is not a time of day") from None
