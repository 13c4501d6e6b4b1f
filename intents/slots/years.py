"""Years: 1958, "nineteen fifty eight", 二零二七年, "el año pasado"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from intents.slots import calendar
from intents.slots.counting import number_at
from intents.slots.vocabulary import Vocabulary

FIRST, LAST = 1900, 2100
_ALWAYS = 32
"""Two figures from here on can be no day."""


def year_at(
    words: Sequence[str], at: int, known: Vocabulary, today: date
) -> tuple[int, int] | None:
    """The year that begins with the token `at`, and where it ends."""
    if at >= len(words) or not words[at]:
        return None
    hit = known.relative_units.at(words, at)
    if hit and hit.value.startswith("year"):
        return today.year + int(hit.value.split()[1]), hit.end
    named = _named(words, at, known)
    if named:
        return calendar.full_year(today, named[0]), named[1]
    if words[at].isdigit():
        year = int(words[at])
        return (year, at + 1) if len(words[at]) == 4 and FIRST <= year <= LAST else None
    return _spoken(words, at, known)


def year_before(
    words: Sequence[str], end: int, known: Vocabulary, today: date
) -> tuple[int, int] | None:
    """The year that ends before the token `end`, and where it begins."""
    for start in range(max(0, end - 5), end):
        found = year_at(words, start, known, today)
        if found and found[1] == end:
            return found[0], start
    return None


def short_year_at(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    """A year of two figures, "58", "fifty eight": at the end of an answer, or no day."""
    if at >= len(words) or not words[at]:
        return None
    if words[at].isdigit():
        found = (int(words[at]), at + 1) if len(words[at]) == 2 else None
    else:
        found = number_at(words, at, known, below=100)
    if found is None or not 10 <= found[0] < 100:
        return None
    return found if found[0] >= _ALWAYS or found[1] == len(words) else None


def _named(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    """Two or four figures and the word for a year, as Chinese has them: 98年, 二零二七年."""
    for length in (4, 2, 1):
        end = at + length
        if end >= len(words) or words[end] != "年":
            continue
        figures = [_figure(word, known) for word in words[at:end]]
        year = "".join(figures)
        if all(figures) and len(year) in (2, 4) and (length > 1 or words[at].isdigit()):
            return int(year), end + 1
    return None


def _spoken(words: Sequence[str], at: int, known: Vocabulary) -> tuple[int, int] | None:
    """Two thousand and six, nineteen fifty eight, twenty oh four."""
    first = number_at(words, at, known)
    if first and first[0] in (19, 20):
        second = number_at(words, first[1], known, below=100)
        if second and 10 <= second[0] < 100:
            return first[0] * 100 + second[0], second[1]
        if second and second[0] == 0:
            third = number_at(words, second[1], known, below=100)
            if third and third[0] < 10:
                return first[0] * 100 + third[0], third[1]
    return first if first and FIRST <= first[0] <= LAST else None


def _figure(word: str, known: Vocabulary) -> str:
    hit = known.numbers.at((word,), 0)
    return word if word.isdigit() else str(hit.value) if hit else ""
