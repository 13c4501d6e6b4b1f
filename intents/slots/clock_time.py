"""Times of the day: "at ten", "half past nine", "a las diez y media", 上午十点半, 9:30."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time

from intents.slots.counting import number_at
from intents.slots.vocabulary import Vocabulary
from intents.text import Span

Found = tuple[time, Span]

_EARLIEST = 7
"""Hours before it, without "in the morning", are those of the afternoon: offices are open then."""
_DECIMAL = re.compile(r"(\d{1,2})[.](\d{2})")
"""10.30, which is one token."""


def clock_time(
    words: Sequence[str], known: Vocabulary, part: str | None, *, asked: bool
) -> Found | None:
    """The first time of the day; None where there is none.

    part: the part of the day that is named beside it. asked: a bare hour is one too, when it is
    the whole answer.
    """
    for start in range(len(words)):
        number = _number(words, start, known)
        if number and number[0] <= 24:
            found = _from(words, start, number, known, part, asked)
            if found:
                return found
    return None


def _from(
    words: Sequence[str],
    start: int,
    number: tuple[int, int],
    known: Vocabulary,
    part: str | None,
    asked: bool,
) -> Found | None:
    """The time whose hour begins with the token `start`."""
    hour, end = number
    lead = known.hour_before.ending(words, start)
    early = known.minutes_before.ending(words, start)
    mark = known.hour_marks.at(words, end)
    whole = _DECIMAL.fullmatch(words[start])
    end = mark.end if mark else end
    after = (int(whole[2]), end) if whole else _minutes(words, end, known, bool(lead or mark))
    end = after[1] if after else end
    half = known.clock.at(words, end)
    told = half.value if half and half.value != "any" else None
    end = half.end if half and told else end
    others = [word for word in (*words[:start], *words[end:]) if word]
    if not (lead or early or mark or told or after or (asked and not others)):
        return None
    if known.units.at(words, end):
        return None  # "at two weeks' notice"
    minutes = _on_clock(hour, told, part) * 60 + (after[0] if after else 0)
    minutes += early.value if early else 0
    if not 0 <= minutes < 24 * 60:
        return None
    begins = early.start if early else lead.start if lead else start
    return time(minutes // 60, minutes % 60), (begins, end)


def _number(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    whole = _DECIMAL.fullmatch(words[at])
    if whole:
        return int(whole[1]), at + 1
    if words[at].isdigit():
        return (int(words[at]), at + 1) if len(words[at]) <= 2 else None
    # Ten thirty is an hour and its minutes, not forty.
    return number_at(words, at, known, below=100)


def _minutes(
    words: Sequence[str], at: int, known: Vocabulary, certain: bool
) -> tuple[int, int] | None:
    """The minutes behind an hour, and where they end. certain: that it is an hour."""
    after = known.minutes_after.at(words, at)
    if after:
        return after.value, after.end
    if at >= len(words) or not words[at]:
        return None
    if words[at].isdigit():
        # 9:30, in two tokens.
        two = (len(words[at]) == 2 and words[at - 1].isdigit()) or certain
        return (int(words[at]), at + 1) if two and int(words[at]) < 60 else None
    number = number_at(words, at, known, below=100) if certain else None
    return number if number and 1 <= number[0] < 60 else None


def _on_clock(hour: int, told: str | None, part: str | None) -> int:
    """The hour of twenty-four."""
    late = told == "pm" or (told is None and part in ("afternoon", "evening"))
    late = late or (told is None and part is None and hour < _EARLIEST)
    return (hour + 12 if late and hour < 12 else hour) % 24
