"""Days: "tomorrow", "next Monday", "the 3rd of March", 3月5日, "el lunes", 12/03/2026.

A day without a year lies ahead; figures alone are read day first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from intents.slots import calendar
from intents.slots.counting import number_at
from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.number import whole_numbers
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Span, Utterance
from intents.understood import Option

Found = tuple[date, float, Span]
Reader = Callable[[Sequence[str], Vocabulary, Asking], Found | None]


class Day:
    """A date as ISO text (2026-03-05)."""

    name = "date"
    free = True
    keys = KeyEntry(4, 8)
    pauses = Pauses("long", "usual")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        known = vocabulary(asking.language)
        for reader in READERS:
            found = reader(utterance.tokens, known, asking)
            if found:
                day, confidence, span = found
                return Reading(day.isoformat(), confidence, span)
        return None

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        """DDMM or DDMMYYYY."""
        if not re.fullmatch(r"\d{4}(?:\d{4})?", keys):
            return None
        year = int(keys[4:]) if keys[4:] else None
        day = calendar.day_of(asking.today, int(keys[:2]), int(keys[2:4]), year)
        return Reading(day.isoformat(), 1.0) if day else Reading(invalid=keys)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings(
            "numbers", "scales", "ordinals", "months", "weekdays", "relative_days", "next_week",
            "units", "date_links", "day_suffixes", "ahead_before", "ahead_after",
        )  # fmt: skip


def in_figures(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """12/03/2026, 12.3.26, 2026-03-12; without a year only as the whole answer."""
    for start in range(len(words)):
        figures: list[int] = []
        at = start
        while at < len(words) and len(figures) < 3 and (more := _figures(words[at])):
            figures, at = figures + more, at + 1
        if len(figures) == 3:
            day = calendar.of_three(asking.today, *figures)
        elif len(figures) == 2 and asking.asked and at - start == len(words):
            day = calendar.day_of(asking.today, figures[0], figures[1], None)
        else:
            continue
        if day:
            return day, 0.95, (start, at)
    return None


def with_month(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """A month by name with a day before or behind it, and perhaps a year."""
    for hit in known.months.scan(words):
        behind = _day_from(words, _skip(words, hit.end, known), known)
        before = _day_until(words, hit.start, known)
        # "5 March 20 ..." has a number on both sides; the day is the one that comes first.
        number, start, end = None, hit.start, hit.end
        if before:
            number, start = before
        elif behind:
            number, end = behind
        if number is None:
            continue
        year, span = _year_around(words, (start, end), known)
        day = calendar.day_of(asking.today, number, hit.value, year)
        if day:
            return day, 0.95, span
    return None


def weekday(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """The coming one, or with "next" the one of the week after this."""
    for hit in known.weekdays.scan(words):
        marks = [before for length in (1, 2, 3) if (before := hit.start - length) >= 0]
        prefix = next(
            (
                at
                for at in marks
                if (mark := known.next_week.at(words, at)) and mark.end == hit.start
            ),
            None,
        )
        suffix = known.next_week.at(words, hit.end)
        start = hit.start if prefix is None else prefix
        end = suffix.end if suffix else hit.end
        following = suffix is not None or prefix is not None
        day = calendar.weekday(asking.today, hit.value, following_week=following)
        return day, 0.9, (start, end)
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


def time_ahead(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """In two weeks, three days from now; a bare "two weeks" may be how long something took."""
    for count, (start, end) in whole_numbers(words, known):
        unit = known.units.at(words, end)
        if not unit or count > 366:
            continue
        after = known.ahead_after.at(words, unit.end)
        lengths = [length for length in (1, 2) if start >= length]
        before = next(
            (hit for n in lengths if (hit := known.ahead_before.at(words, start - n))), None
        )
        if not before and not after:
            continue
        day = calendar.ahead(asking.today, count, unit.value)
        span = (before.start if before else start, after.end if after else unit.end)
        return day, 0.9, span
    return None


def day_alone(words: Sequence[str], known: Vocabulary, asking: Asking) -> Found | None:
    """The 3rd: of this month, or of the next when it is over."""
    for start in range(len(words)):
        found = _day_from(words, start, known)
        if not found:
            continue
        number, end = found
        marked = known.day_suffixes.at(words, end - 1) is not None
        alone = asking.asked and _skip(words, 0, known) == start and end == len(words)
        day = calendar.next_day(asking.today, number) if marked or alone else None
        if day:
            return day, 0.7, (start, end)
    return None


READERS: tuple[Reader, ...] = (in_figures, with_month, weekday, relative, time_ahead, day_alone)


def _figures(token: str) -> list[int]:
    if not token[:1].isdigit():
        return []
    return [int(part) for part in re.split(r"[.,]", token) if len(part) <= 4]


def _skip(words: Sequence[str], at: int, known: Vocabulary) -> int:
    while link := known.date_links.at(words, at):
        at = link.end
    return at


def _day_from(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
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


def _day_until(words: Sequence[str], end: int, known: Vocabulary) -> tuple[int, int] | None:
    """The number of a day that ends before the token `end` (links between), and its start."""
    for start in range(max(0, end - 6), end):
        found = _day_from(words, start, known)
        if found and _skip(words, found[1], known) == end:
            return found[0], start
    return None


def _year_around(words: Sequence[str], span: Span, known: Vocabulary) -> tuple[int | None, Span]:
    """A year behind the day, or before it as in Chinese, and the span with it."""
    start, end = span
    if start >= 2 and words[start - 1] == "年":
        first = start - 2 if words[start - 2].isdigit() else max(0, start - 5)
        figures = "".join(_figure(word, known) for word in words[first : start - 1])
        if len(figures) == 4:
            return int(figures), (first, end)
    at = _skip(words, end, known)
    if at < len(words) and words[at].isdigit() and len(words[at]) == 4:
        return int(words[at]), (start, at + 1)
    spoken = _spoken_year(words, at, known)
    return (spoken[0], (start, spoken[1])) if spoken else (None, span)


def _spoken_year(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    """Two thousand and six, nineteen fifty eight."""
    first = number_at(words, at, known)
    if first and first[0] in (19, 20):
        second = number_at(words, first[1], known, below=100)
        if second and 10 <= second[0] < 100:
            return first[0] * 100 + second[0], second[1]
    return first if first and 1900 <= first[0] <= 2100 else None


def _figure(word: str, known: Vocabulary) -> str:
    hit = known.numbers.at((word,), 0)
    return word if word.isdigit() else str(hit.value) if hit else ""


DATE = Day()
