"""When somebody wants to come: "next Tuesday morning", "as soon as possible", 周三上午十点."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from intents.slots import calendar
from intents.slots.clock_time import clock_time
from intents.slots.correcting import corrected
from intents.slots.date import DATE
from intents.slots.days import day_from, skip
from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.part_of_day import PART_OF_DAY
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Span, Utterance
from intents.understood import Option

SOONEST, NO_SUCH_DAY = "soonest", "none"


class VisitTime:
    """A day, a part of it and a time, as far as they are said, `""` for what is not:
    `{"day": "2026-11-24", "part": "morning", "time": "10:00"}`.

    day: also "soonest", and "none" for one that the calendar does not have (31 February). Of a week
    or a month that is named it is the first day.
    """

    name = "visit_time"
    free = True
    keys = KeyEntry(1, 8)
    pauses = Pauses("long", "usual")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        known = vocabulary(asking.language)

        def first(words: Sequence[str], known: Vocabulary) -> Reading | None:
            return _first(replace(utterance, tokens=tuple(words)), known, asking)

        return corrected(utterance.tokens, known, first, _joined)

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        """0 is as soon as possible; DDMM or DDMMYYYY."""
        if keys == "0":
            return Reading(_value(day=SOONEST), 1.0)
        found = DATE.read_keys(keys, asking)
        if found is None:
            return None
        return Reading(_value(day=found.value or NO_SUCH_DAY), 1.0)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        known = vocabulary(language)
        own = known.spellings(
            "soonest", "hour_before", "hour_marks", "minutes_before", "minutes_after", "clock"
        )
        days = DATE.phrases(language, options) + PART_OF_DAY.phrases(language, options)
        return tuple(dict.fromkeys(own + days))


def _first(utterance: Utterance, known: Vocabulary, asking: Asking) -> Reading | None:
    rest, confidence = utterance, 1.0
    spans: list[Span | None] = []
    value = _value()
    part = PART_OF_DAY.read(utterance, replace(asking, asked=False))
    at = clock_time(utterance.tokens, known, part.value if part else None, asked=asking.asked)
    if at:
        value["time"] = f"{at[0]:%H:%M}"
        rest, confidence = rest.without(at[1]), 0.9
        spans.append(at[1])
    day = _soonest(rest, known) or _span_of_days(rest, known, asking) or _no_day(rest, known)
    day = day or DATE.read(rest, asking)
    if day and day.value:
        value["day"], rest = day.value, rest.without(day.span)
        confidence = min(confidence, day.confidence)
        spans.append(day.span)
    # A bare "tarde" or "early" is a part of the day only where nothing else was meant.
    part = PART_OF_DAY.read(rest, asking)
    if part and not (at and part.confidence < 0.9):
        value["part"], confidence = part.value, min(confidence, part.confidence)
        spans.append(part.span)
    if not spans:
        return None
    found = [span for span in spans if span]
    span = (min(start for start, _ in found), max(end for _, end in found)) if found else None
    return Reading(value, confidence, span)


def _joined(first: Reading, last: Reading) -> Reading | None:
    """ "Tuesday morning, no, Wednesday" is Wednesday morning."""
    said = {name: part for name, part in last.value.items() if part}
    return replace(last, value={**first.value, **said})


def _value(day: str = "") -> dict[str, str]:
    return {"day": day, "part": "", "time": ""}


def _soonest(utterance: Utterance, known: Vocabulary) -> Reading | None:
    hit = next(known.soonest.scan(utterance.tokens), None)
    return Reading(SOONEST, 0.95, (hit.start, hit.end)) if hit else None


def _span_of_days(utterance: Utterance, known: Vocabulary, asking: Asking) -> Reading | None:
    """The first day of a coming week or month that is named without a day of it."""
    words = utterance.tokens
    if any(known.weekdays.scan(words)) or any(known.ordinals.scan(words)):
        return None
    for hit in known.relative_units.scan(words):
        unit, away = hit.value.split()
        if unit not in ("week", "month") or int(away) < 0 or _numbered(words, hit.end, known):
            continue
        day = _beginning(asking.today, unit, int(away))
        value = SOONEST if day <= asking.today else day.isoformat()
        return Reading(value, 0.85, (hit.start, hit.end))
    return None


def _numbered(words: Sequence[str], at: int, known: Vocabulary) -> bool:
    """Does a day of the month follow, 下个月五号?"""
    return day_from(words, skip(words, at, known), known) is not None


def _beginning(today: date, unit: str, away: int) -> date:
    if unit == "week":
        return today + timedelta(days=7 * away - today.weekday())
    return calendar.moved(today.replace(day=1), away, "month")


def _no_day(utterance: Utterance, known: Vocabulary) -> Reading | None:
    """A day that its month does not have."""
    words = utterance.tokens
    for hit in known.months.scan(words):
        span = _beside(words, (hit.start, hit.end), known)
        if span and calendar.made(2024, hit.value, span[0]) is None:  # a leap year
            return Reading(NO_SUCH_DAY, 0.9, span[1])
    return None


def _beside(words: Sequence[str], month: Span, known: Vocabulary) -> tuple[int, Span] | None:
    """The number of a day in front of a month or behind it, and the span of both."""
    for start in range(max(0, month[0] - 4), month[0]):
        found = day_from(words, start, known)
        if found and skip(words, found[1], known) == month[0]:
            return found[0], (start, month[1])
    found = day_from(words, skip(words, month[1], known), known)
    return (found[0], (month[0], found[1])) if found else None


VISIT_TIME = VisitTime()
