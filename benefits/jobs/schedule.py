"""When jobs are due, on the clocks of the country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from benefits.hours import DAYS

_EVERY = re.compile(r"every (\d{1,4}) minutes?")
_AT = re.compile(r"(?:(daily)|([a-z]{3})(?:-([a-z]{3}))?) +(\d{1,2}:\d{2})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Schedule:
    """Every so many minutes, or at a time of day on some weekdays; without either, never."""

    every: int = 0
    at: time | None = None
    days: tuple[int, ...] = ()
    """Weekdays from Monday 0."""

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """`every 5 minutes`, `daily 06:00`, `mon-fri 06:00` or `off`. Raises ValueError with a
        sentence."""
        text = text.strip().lower()
        if text == "off":
            return cls()
        if (found := _EVERY.fullmatch(text)) and int(found[1]):
            return cls(every=int(found[1]))
        if found := _AT.fullmatch(text):
            first, last = ("mon", "sun") if found[1] else (found[2], found[3] or found[2])
            if first in DAYS and last in DAYS and DAYS.index(first) <= DAYS.index(last):
                days = range(DAYS.index(first), DAYS.index(last) + 1)
                try:
                    return cls(at=time.fromisoformat(found[4].zfill(5)), days=tuple(days))
                except ValueError:
                    pass
        raise ValueError(f"{text!r} is not like 'every 5 minutes', 'mon-fri 06:00' or 'off'")

    def last(self, now: datetime) -> str | None:
        """The latest slot that has come, as a name that it has on every machine; None for never.

        now: with the country's time zone. A time of day that the clocks leave out comes when they
        have gone on; one that they show twice comes once.
        """
        if self.every:
            return _floor(now, self.every).isoformat(timespec="minutes")
        for back in range(8):
            day = now.date() - timedelta(days=back)
            if (
                self.at
                and day.weekday() in self.days
                and self._moment(day, now) <= now.astimezone(UTC)
            ):
                return datetime.combine(day, self.at).isoformat(timespec="minutes")
        return None

    def next(self, now: datetime) -> datetime | None:
        """When the next slot comes, in the zone of `now`."""
        if self.every:
            following = _floor(now, self.every) + timedelta(minutes=self.every)
            return following.astimezone(now.tzinfo)
        for ahead in range(9):
            day = now.date() + timedelta(days=ahead)
            if self.at and day.weekday() in self.days:
                moment = self._moment(day, now)
                if moment > now.astimezone(UTC):
                    return moment.astimezone(now.tzinfo)
        return None

    def _moment(self, day: date, now: datetime) -> datetime:
        """When it is that time on a day; compared in UTC, as clocks go back in between."""
        assert self.at is not None
        shown = datetime.combine(day, self.at, now.tzinfo)
        return shown.astimezone(UTC)

    def __str__(self) -> str:
        if self.every:
            return f"every {self.every} minutes"
        if self.at is None:
            return "off"
        first, last = DAYS[self.days[0]], DAYS[self.days[-1]]
        days = "daily" if len(self.days) == 7 else first if first == last else f"{first}-{last}"
        return f"{days} {self.at:%H:%M}"


def parse_all(text: str) -> dict[str, Schedule]:
    """`claims: every 10 minutes, payments: off` by name. Raises ValueError with a sentence."""
    found = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, colon, when = part.partition(":")
        if not colon:
            raise ValueError(f"{part!r} is not like 'claims: every 10 minutes'")
        found[name.strip()] = Schedule.parse(when)
    return found


def _floor(now: datetime, minutes: int) -> datetime:
    since = (now.astimezone(UTC) - _EPOCH) // timedelta(minutes=minutes)
    return _EPOCH + since * timedelta(minutes=minutes)
