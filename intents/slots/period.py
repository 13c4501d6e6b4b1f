"""Stretches of time: "last month", "since 2019", "de enero a marzo", 最近三个月.

What is said without a year is the last that has begun, as what is asked about lies behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from intents.slots import calendar
from intents.slots.correcting import corrected
from intents.slots.date import of_moving_calendar
from intents.slots.days import day_from, skip
from intents.slots.impossible import impossible_day
from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.stretches import Stretch, stretch_at
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Utterance
from intents.understood import Option

EVENT = 6
"""Tokens that may tell what was then: since "I retired in" 2020."""
_ONE_DAY = timedelta(days=1)


class Period:
    """Two dates as ISO text, `{"from": "2026-03-01", "to": "2026-03-31"}`, both included; `from` is
    None where only an end was said ("until March")."""

    name = "period"
    free = True
    keys = KeyEntry(4, 6)
    pauses = Pauses("long", "long")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        known = vocabulary(asking.language)
        words = utterance.tokens
        moving = of_moving_calendar(words, known) or _vague(words, known)
        nowhere = moving or impossible_day(utterance, known)
        if nowhere:
            return nowhere if asking.asked else None

        def first(words: Sequence[str], known: Vocabulary) -> Reading | None:
            return _first(words, known, asking)

        return corrected(words, known, first)

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        """MMYYYY or YYYY."""
        if not re.fullmatch(r"(?:0[1-9]|1[0-2])?(?:19|20)\d\d", keys):
            return Reading(invalid=keys) if keys.isdigit() else None
        year = int(keys[-4:])
        months = (int(keys[:2]), 1) if len(keys) == 6 else (1, 12)
        return Reading(_value(*calendar.months(year, *months)), 1.0)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings(
            "numbers", "scales", "ordinals", "months", "relative_days", "units", "date_links",
            "ago_before", "ago_after", "relative_units", "lasting", "quarters", "half_years",
            "decades", "from", "to", "since", "since_after", "until", "before", "before_after",
            "after", "after_after", "now",
        )  # fmt: skip


def _first(words: Sequence[str], known: Vocabulary, asking: Asking) -> Reading | None:
    for at in range(len(words)):
        if not words[at]:
            continue
        found = _between(words, at, known, asking.today) or _bounded(words, at, known, asking)
        if found:
            return found
        alone = stretch_at(words, at, known, asking.today)
        if alone and not (alone.bare and not _stands_alone(words, at, alone.end, known, asking)):
            days, whole = _open(words, at, alone, known, asking.today)
            return Reading(_value(*days), whole.confidence, (at, whole.end))
    return None


def _vague(words: Sequence[str], known: Vocabulary) -> Reading | None:
    """Where the summer or the beginning of a year stands: nobody can say which days that is."""
    hit = next(known.vague_times.scan(words), None)
    return Reading(span=(hit.start, hit.end)) if hit else None


def _open(
    words: Sequence[str], at: int, found: Stretch, known: Vocabulary, today: date
) -> tuple[tuple[date | None, date], Stretch]:
    """What is marked behind it: 2019年以来, 2020年以前, "2019 onwards"."""
    for name, days, event in (
        ("since_after", (found.first, today), 0),
        ("before_after", (None, found.first - _ONE_DAY), 0),
        ("after_after", (found.last + _ONE_DAY, today), EVENT),
    ):
        ends = range(found.end, found.end + event + 1)
        mark = next((hit for at in ends if (hit := known.bounds[name].at(words, at))), None)
        if mark and (days[0] is None or days[0] <= days[1]):
            return days, replace(found, end=mark.end)
    return (found.first, found.last), found


def _between(words: Sequence[str], start: int, known: Vocabulary, today: date) -> Reading | None:
    """From one stretch to another, "from" said or not: "May to June", "del 3 al 15 de mayo"."""
    mark = known.bounds["from"].at(words, start)
    at = mark.end if mark else start
    first = stretch_at(words, at, known, today)
    number = day_from(words, skip(words, at, known), known)
    for end in {first.end if first else 0, number[1] if number else 0} - {0}:
        link = known.bounds["to"].at(words, end)
        if not link:
            continue
        now = known.bounds["now"].at(words, skip(words, link.end, known))
        if now and first and end == first.end and first.first <= today:
            return Reading(_value(first.first, today), first.confidence, (start, now.end))
        last = stretch_at(words, link.end, known, today)
        if first and end == first.end:
            last = last or _same_month(words, link.end, first, known)
            pair = _in_order(first, last) if last else None
        else:
            pair = _from_day(number[0], last) if number and last else None
        if pair:
            sure = min(pair[0].confidence, pair[1].confidence)
            return Reading(_value(pair[0].first, pair[1].last), sure, (start, pair[1].end))
    return None


def _in_order(first: Stretch, last: Stretch) -> tuple[Stretch, Stretch] | None:
    """Both ends in the years that are meant."""
    if first.loose:
        first = first.in_year_of(last, after=False)
    elif last.loose:
        last = last.in_year_of(first, after=True)
    return (first, last) if first.first <= last.first else None


def _from_day(number: int, last: Stretch) -> tuple[Stretch, Stretch] | None:
    """From "the 3rd" to the 15th of May."""
    if last.first != last.last:
        return None
    day = calendar.made(last.first.year, last.first.month, number)
    return (replace(last, first=day, last=day), last) if day and day <= last.first else None


def _same_month(words: Sequence[str], at: int, first: Stretch, known: Vocabulary) -> Stretch | None:
    """五月三号到"十五号"."""
    number = day_from(words, skip(words, at, known), known)
    if number is None or first.first != first.last:
        return None
    day = calendar.made(first.first.year, first.first.month, number[0])
    return replace(first, first=day, last=day, end=number[1]) if day else None


def _bounded(words: Sequence[str], start: int, known: Vocabulary, asking: Asking) -> Reading | None:
    """Since, until, before and after something."""
    today = asking.today
    for name in ("since", "before", "after", "until"):
        mark = known.bounds[name].at(words, start)
        found = stretch_at(words, mark.end, known, today) if mark else None
        somewhere = known.bounds["from"].at(words, start) and not asking.asked
        if mark and not found and not somewhere:
            found = _behind_event(words, mark.end, known, today)
        if not found:
            continue
        end = found.end
        after = known.bounds["since_after"].at(words, end) if name == "since" else None
        first: date | None
        first, last = {
            "since": (found.first, today),
            "before": (None, found.first - _ONE_DAY),
            "after": (found.last + _ONE_DAY, today),
            "until": (None, found.last),
        }[name]
        if first is None or first <= last:
            return Reading(
                _value(first, last), found.confidence, (start, after.end if after else end)
            )
    return None


def _behind_event(
    words: Sequence[str], start: int, known: Vocabulary, today: date
) -> Stretch | None:
    """Since "I retired in" 2020: the stretch that tells when something was."""
    for at in range(start + 1, min(start + EVENT, len(words))):
        found = stretch_at(words, at, known, today)
        if found and (not found.bare or found.first != found.last.replace(day=1)):
            return replace(found, confidence=min(found.confidence, 0.75))
    return None


def _stands_alone(
    words: Sequence[str], start: int, end: int, known: Vocabulary, asking: Asking
) -> bool:
    """Whether a month like "may" or a figure that may be a year is the whole answer, or stands
    behind a word that tells."""
    if known.date_links.ending(words, start):
        return True
    return asking.asked and (end - start == len(words) or end - start > 1 or len(words) <= 4)


def _value(first: date | None, last: date) -> dict[str, str | None]:
    return {"from": first.isoformat() if first else None, "to": last.isoformat()}


PERIOD = Period()
