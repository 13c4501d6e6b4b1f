"""Opening hours in a week, as an operator writes them: `mon-fri 08:00-18:00, sat 09:00-12:00`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

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
