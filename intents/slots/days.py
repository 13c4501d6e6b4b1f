"""The ways to say a day, one function each; `READERS` has them in the order in which they count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from intents.slots import calendar
from intents.slots.counting import number_at
from intents.slots.kind import Asking
from intents.slots.number import whole_numbers
from intents.slots.spelling import runs_in
from intents.slots.vocabulary import Vocabulary
from intents.slots.years import short_year_at, year_at, year_before
from intents.text import Span

Found = tuple[date, float, Span]
Reader = Callable[[Sequence[str], Vocabulary, Asking], Found | None]

MOST = 1200
"""Units of time away from today that are counted."""


def in_figures(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """12/03/2026, 12.3.26, 2026-03-12, 12032026; without a year only as the whole answer."""
    for start in range(len(words)):
        figures: list[int] = []
        at = start
        while at < len(words) and len(figures) < 3 and (more := _figures(words[at])):
            figures, at = figures + more, at + 1
        whole = asking.asked and at - start == len(words)
        month_first = known.month_first
        if len(figures) == 3:
            day = calendar.of_three(asking.today, *figures)
        elif len(figures) == 2 and whole:
            number, month = reversed(figures) if month_first else figures
            day = calendar.day_of(asking.today, number, month, None)
        else:
            continue
        if day:
            # Where the day and the month could change places, people of the language write both.
            doubtful = known.figures_doubtful or (month_first and len(figures) == 3)
            either = figures[0] != figures[1] and max(figures[:2]) <= 12
            return day, 0.6 if doubtful and either else 0.95, (start, at)
    return _run_together(words, known, asking) if asking.asked else None


def _run_together(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """Eight digits, DDMMYYYY or YYYYMMDD, also spoken: "oh three oh four nineteen sixty two"."""
    for run in runs_in(words, known):
        digits = run.readings[0]
        if len(digits) != 8:
            continue
        orders = ((digits[:2], digits[2:4], digits[4:]), (digits[6:], digits[4:6], digits[:4]))
        for number, month, year in orders:
            day = calendar.made(int(year), int(month), int(number))
            if day and 1900 <= day.year <= 2100:
                return day, 0.9, run.span
    return None


def with_month(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """A month by name with a day before or behind it, and perhaps a year."""
    for hit in known.months.scan(words):
        behind = day_from(words, skip(words, hit.end, known), known)
        before = day_before(words, hit.start, known)
        # "5 March 20 ..." has a number on both sides; the day is the one that comes first.
        number, start, end = None, hit.start, hit.end
        if before:
            number, start = before
        elif behind:
            number, end = behind
        if number is None:
            continue
        year, span = _year_around(words, (start, end), known, asking)
        mark = known.month_after.at(words, span[1]) or known.month_before.ending(words, span[0])
        if year is None and mark and mark.value == "last":
            day = calendar.last_day_of(asking.today, number, hit.value)
        else:
            day = calendar.day_of(asking.today, number, hit.value, year)
        if day:
            return day, 0.95, span
    return None


def in_month(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """The 5th of next month, 上个月五号."""
    for hit in known.relative_units.scan(words):
        unit, away = hit.value.split()
        if unit != "month":
            continue
        start, end = hit.start, hit.end
        if before := day_before(words, hit.start, known):
            number, start = before
        elif behind := day_from(words, skip(words, hit.end, known), known):
            number, end = behind
        else:
            continue
        month = calendar.moved(asking.today.replace(day=1), int(away), "month")
        day = calendar.made(month.year, month.month, number)
        if day:
            return day, 0.9, (start, end)
    return None


def weekday(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """The coming one, or that of the week that is named beside it."""
    for hit in known.weekdays.scan(words):
        before = known.week_before.ending(words, hit.start)
        after = known.week_after.at(words, skip(words, hit.end, known))
        mark = after or before
        day = calendar.weekday(asking.today, hit.value, mark.value if mark else None)
        start = before.start if before else hit.start
        return day, 0.9, (start, after.end if after else hit.end)
    return None


def relative(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """Today, tomorrow …; *por la mañana* is no day."""
    at = 0
    while at < len(words):
        other = known.not_a_day.at(words, at)
        hit = None if other else known.relative_days.at(words, at)
        if hit:
            return asking.today + timedelta(days=hit.value), 0.95, (hit.start, hit.end)
        at = other.end if other else at + 1
    return None


def time_away(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """In two weeks, three days ago; a bare "two weeks" may be how long something took."""
    for count, unit, span in counted_units(words, known):
        found = direction(words, span, known)
        if found:
            sign, span = found
            sure = 0.9 if sign > 0 or unit in calendar.UNITS else 0.6
            return calendar.moved(asking.today, sign * count, unit), sure, span
    return None


def counted_units(words: Sequence[str], known: Vocabulary) -> Iterator[tuple[int, str, Span]]:
    """Lengths of time: two weeks, "a month", 三天."""
    found = (counted_unit_at(words, at, known) for at in range(len(words)))
    return (each for each in found if each)


def counted_unit_at(
    words: Sequence[str], at: int, known: Vocabulary
) -> tuple[int, str, Span] | None:
    """The length of time that begins with the token `at`."""
    counts = [(count, end) for count, (start, end) in whole_numbers(words, known) if start == at]
    counts += [(1, at + 1)] if known.articles.at(words, at) else []
    for count, end in counts:
        unit = known.units.at(words, end)
        if unit and count <= (100 if unit.value == "year" else MOST):
            return count, unit.value, (at, unit.end)
    return None


def direction(words: Sequence[str], span: Span, known: Vocabulary) -> tuple[int, Span] | None:
    """Whether a length of time leads ahead (1) or back (-1), and the span with the word for it."""
    tables = ((1, known.ahead_before, known.ahead_after), (-1, known.ago_before, known.ago_after))
    for sign, in_front, behind in tables:
        after = behind.at(words, span[1])
        before = in_front.ending(words, span[0])
        if before or after:
            return sign, (before.start if before else span[0], after.end if after else span[1])
    return None


def numbered_month(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """The third of the fourth sixty two: a month by number, with a year and as the whole answer."""
    start = skip(words, 0, known)
    number = day_from(words, start, known) if asking.asked else None
    at = skip(words, number[1], known) if number else 0
    month = day_from(words, at, known) if number and at > number[1] else None
    if number is None or month is None or month[0] > 12:
        return None
    at = skip(words, month[1], known)
    year = year_at(words, at, known, asking.today) or short_year_at(words, at, known)
    day = calendar.day_of(asking.today, number[0], month[0], year[0]) if year else None
    return (day, 0.8, (start, year[1])) if day and year else None


def day_alone(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """The 3rd: of this month, or of the next when it is over."""
    for start in range(len(words)):
        found = day_from(words, start, known)
        if not found:
            continue
        number, end = found
        behind = any(hit.end == start for hit in known.months.scan(words))
        if behind or known.months.at(words, skip(words, end, known)):
            return None  # "30 February" is no day at all
        marked = known.day_suffixes.at(words, end - 1) is not None
        alone = asking.asked and skip(words, 0, known) == start and end == len(words)
        day = calendar.next_day(asking.today, number) if marked or alone else None
        if day:
            return day, 0.7, (start, end)
    return None


READERS: tuple[Reader, ...] = (
    in_figures, with_month, in_month, weekday, time_away, relative, numbered_month, day_alone,
)  # fmt: skip


def skip(words: Sequence[str], at: int, known: Vocabulary) -> int:
    """Behind the words that stand around days: "the", "of"."""
    while link := known.date_links.at(words, at):
        at = link.end
    return at


def day_from(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    """The number of a day that begins with the token `at`, and where it ends."""
    if at >= len(words) or not words[at]:
        return None
    ordinal = known.ordinals.at(words, at)
    number = (ordinal.value, ordinal.end) if ordinal else number_at(words, at, known, below=100)
    if words[at].isdigit() and len(words[at]) <= 2:
        number = int(words[at]), at + 1
    if number is None or not 1 <= number[0] <= 31:
        return None
    suffix = known.day_suffixes.at(words, number[1])
    return number[0], suffix.end if suffix else number[1]


def _figures(token: str) -> list[int]:
    if not token[:1].isdigit():
        return []
    return [int(part) for part in re.split(r"[.,]", token) if len(part) <= 4]


def day_before(words: Sequence[str], end: int, known: Vocabulary) -> tuple[int, int] | None:
    """The number of a day that ends before the token `end` (links between), and its start."""
    for start in range(max(0, end - 6), end):
        found = day_from(words, start, known)
        if found and skip(words, found[1], known) == end:
            return found[0], start
    return None


def _year_around(
    words: Sequence[str], span: Span, known: Vocabulary, asking: Asking
) -> tuple[int | None, Span]:
    """A year behind the day, or before it as in Chinese, and the span with it."""
    start, end = span
    before = year_before(words, start, known, asking.today)
    if before:
        return before[0], (before[1], end)
    at = skip(words, end, known)
    after = year_at(words, at, known, asking.today) or short_year_at(words, at, known)
    return (after[0], (start, after[1])) if after else (None, span)
