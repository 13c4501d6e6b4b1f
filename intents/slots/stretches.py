"""One stretch of days at a place in an answer: a month, a year, a quarter, "two months ago"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from intents.slots import calendar
from intents.slots.days import counted_unit_at, day_from, direction, skip
from intents.slots.vocabulary import Vocabulary
from intents.slots.years import year_at
from intents.text import grouped

_SURE, _LIKELY = 0.9, 0.75


@dataclass(frozen=True)
class Stretch:
    """The days from `first` to `last`, in words that end before the token `end`."""

    first: date
    last: date
    end: int
    confidence: float = _SURE
    loose: bool = False
    """Whether its year was not said: it is the last such stretch that has begun."""
    bare: bool = False
    """Whether it is a word that mostly means something else: "may", a number that may be a year."""

    def in_year_of(self, other: Stretch, *, after: bool) -> Stretch:
        """The same in the year of another, so that it lies after that, or before it."""
        moved = self.moved(other.first.year - self.first.year)
        if after and moved.first < other.first:
            return moved.moved(1)
        return moved.moved(-1) if not after and moved.first > other.first else moved

    def moved(self, years: int) -> Stretch:
        """The same in another year."""
        first = calendar.moved(self.first, years, "year")
        last = calendar.moved(self.last + timedelta(days=1), years, "year") - timedelta(days=1)
        return replace(self, first=first, last=last)


Reader = Callable[[Sequence[str], int, Vocabulary, date], Stretch | None]


def stretch_at(words: Sequence[str], start: int, known: Vocabulary, today: date) -> Stretch | None:
    """The stretch that begins with the token `start`, "the" and the like in front of it."""
    at = skip(words, start, known)
    if at >= len(words) or not words[at]:
        return None
    for reader in _READERS:
        found = reader(words, at, known, today)
        if found:
            return replace(found, bare=found.bare and at == start)
    return None


def _in_year(words: Sequence[str], at: int, known: Vocabulary, today: date) -> Stretch | None:
    """A year, and what may follow it: 去年三月, 2024年第一季度, 2024-03."""
    year = year_at(words, at, known, today)
    if year is None:
        return None
    behind = skip(words, year[1], known)
    for reader in (_part_of_year, _month):
        inner = reader(words, behind, known, today) if behind < len(words) else None
        if inner and inner.loose:
            return replace(inner.moved(year[0] - inner.first.year), loose=False, confidence=_SURE)
    figure = words[at].isdigit() and year[1] == at + 1
    return Stretch(*calendar.months(year[0], 1, 12), year[1], bare=figure)


def _decade(words: Sequence[str], at: int, known: Vocabulary, today: date) -> Stretch | None:
    hit = known.decades.at(words, at)
    if not hit:
        return None
    return Stretch(date(hit.value, 1, 1), date(hit.value + 9, 12, 31), hit.end, _LIKELY)


def _part_of_year(words: Sequence[str], at: int, known: Vocabulary, today: date) -> Stretch | None:
    """A quarter or half of a year."""
    quarter, half = known.quarters.at(words, at), known.half_years.at(words, at)
    hit = quarter or half
    if not hit:
        return None
    count = 3 if quarter else 6
    return _of_year(words, hit.end, (hit.value - 1) * count + 1, count, known, today)


def _month(words: Sequence[str], at: int, known: Vocabulary, today: date) -> Stretch | None:
    """A month or one day of it, with its year or without: "last March", "3 May 2021"."""
    before = known.month_before.at(words, at)
    start = before.end if before else at
    ahead = day_from(words, start, known)
    hit = known.months.at(words, skip(words, ahead[1], known) if ahead else start)
    if not hit:
        ahead, hit = None, known.months.at(words, start)
    if not hit:
        return None
    weak = known.weak_months.at(words, hit.start) is not None and hit.start == at
    behind = None if ahead else day_from(words, skip(words, hit.end, known), known)
    number, end = ahead[0] if ahead else None, hit.end
    if behind and not year_at(words, behind[1] - 1, known, today):
        number, end = behind
    mark = known.month_after.at(words, end) or before
    end = mark.end if mark and mark is not before else end
    found = _of_year(words, end, hit.value, 1, known, today)
    if found is None:
        return None
    if mark and mark.value == "next" and found.loose and found.first <= today:
        found = found.moved(1)
    if mark and mark.value == "last" and found.loose and found.last >= today:
        found = found.moved(-1)
    if mark:
        found = replace(found, confidence=_SURE)
    if number is not None:
        day = calendar.made(found.first.year, found.first.month, number)
        return replace(found, first=day, last=day) if day else None
    return replace(found, bare=weak and found.loose)


def _of_year(
    words: Sequence[str], end: int, first: int, count: int, known: Vocabulary, today: date
) -> Stretch | None:
    """Some months of the year that stands behind them, or of the last one in which they began."""
    year = year_at(words, skip(words, end, known), known, today)
    if year:
        return Stretch(*calendar.months(year[0], first, count), year[1])
    latest = today.year if first <= today.month else today.year - 1
    days = calendar.months(latest, first, count)
    return Stretch(*days, end, _LIKELY, loose=True)


def _unit(words: Sequence[str], at: int, known: Vocabulary, today: date) -> Stretch | None:
    """Last month, this year."""
    hit = known.relative_units.at(words, at)
    if not hit:
        return None
    unit, away = hit.value.split()
    if unit == "year":
        return _in_year(words, at, known, today)
    day = calendar.moved(today, int(away), unit)
    return Stretch(*calendar.around(day, unit), hit.end)


def _counted(words: Sequence[str], at: int, known: Vocabulary, today: date) -> Stretch | None:
    """The last three months; the month two months ago."""
    lasting = known.lasting.at(words, at)
    if lasting and (length := _length(words, lasting.end, known)):
        count, unit, end = length
        return Stretch(calendar.moved(today, -count, unit), today, end, 0.85)
    in_front = known.ago_before.at(words, at)
    start = in_front.end if in_front else at
    length = _length(words, start, known)
    found = direction(words, (start, length[2]), known) if length else None
    if not length or not found or found[0] > 0:
        return None
    day = calendar.moved(today, -length[0], length[1])
    return Stretch(*calendar.around(day, length[1]), found[1][1], _LIKELY)


def _length(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, str, int] | None:
    """A length of time that begins with the token `at`: how many of what, and where it ends."""
    share = known.shares.at(words, at)
    unit = known.units.at(words, share.end) if share else None
    if share and unit and unit.value == "year":
        return 12 // share.value, "month", unit.end
    counted = counted_unit_at(words, at, known)
    if counted:
        return counted[0], counted[1], counted[2][1]
    # "The past year" is a length too.
    unit = known.units.at(words, at) if known.lasting.ending(words, at) else None
    return (1, unit.value, unit.end) if unit else None


def _day(words: Sequence[str], at: int, known: Vocabulary, today: date) -> Stretch | None:
    """Yesterday, today; 2024-03-05."""
    hit = known.relative_days.at(words, at)
    if hit and hit.value <= 2:
        day = today + timedelta(days=hit.value)
        return Stretch(day, day, hit.end)
    figures = [grouped(word) for word in words[at : at + 3]]
    if len(figures) < 3 or None in figures:
        return None
    first, second, third = (figure or 0 for figure in figures)
    found = calendar.of_three(today, first, second, third)
    return Stretch(found, found, at + 3) if found else None


_READERS: tuple[Reader, ...] = (
    _day, _unit, _counted, _decade, _part_of_year, _month, _in_year,
)  # fmt: skip
