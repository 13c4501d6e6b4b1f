"""Which days, channel and language figures are of: as chosen in a form, or by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from storage.figures import Wanted
from storage.figures.reading import LONGEST

SPANS = ("today", "7", "28", "own")
USUAL = "7"
CHANNELS = ("voice", "sms")
LANGUAGES = ("en", "es", "zh")
WEEK = timedelta(days=7)
_SHOWN = 40
"""Characters of a date that is none, as it is told back."""


@dataclass(frozen=True)
class Chosen:
    """What was chosen, with the days that it is compared to."""

    span: str
    wanted: Wanted
    misread: tuple[str, ...] = ()
    """Dates that are none, or that are out of reach."""

    @property
    def before(self) -> Wanted:
        """The same days of the week before; of more than a week, as many days right before."""
        first, last = self.wanted.first, self.wanted.last
        back = max(WEEK, timedelta(days=(last - first).days + 1))
        return replace(self.wanted, first=first - back, last=last - back)

    @property
    def arguments(self) -> dict[str, str]:
        """The same choice as arguments of an address."""
        wanted = self.wanted
        days = {"first": wanted.first.isoformat(), "last": wanted.last.isoformat()}
        found = {"span": self.span, "channel": wanted.channel, "language": wanted.language}
        found |= days if self.span == "own" else {}
        return {name: value for name, value in found.items() if value}


def chosen(arguments: Mapping[str, str], today: date) -> Chosen:
    """What a form asks for. today: on the country's clocks.

    Dates that are none are named in `misread`, and days that are too many are left out at the
    beginning; dates alone choose the span "own".
    """
    misread: list[str] = []
    days = {end: _day(arguments.get(end, ""), misread) for end in ("first", "last")}
    span = arguments.get("span", "own" if any(map(arguments.get, days)) else USUAL)
    span = span if span in SPANS else USUAL
    if span == "own":
        first, last = _own(days["first"], days["last"], today)
    else:
        first = today - timedelta(days=0 if span == "today" else int(span) - 1)
        last = today
    wanted = Wanted(
        first,
        last,
        _among(arguments.get("channel", ""), CHANNELS),
        _among(arguments.get("language", ""), LANGUAGES),
    )
    return Chosen(span, wanted, tuple(misread) if span == "own" else ())


def _own(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    last = min(last or today, today)
    first = first or last
    if first > last:
        first, last = last, min(first, today)
    return max(first, last - timedelta(days=LONGEST - 1)), last


def _day(text: str, misread: list[str]) -> date | None:
    try:
        found = date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        misread.append(text[:_SHOWN])
        return None
    if found and not 2000 <= found.year <= 2200:
        misread.append(text[:_SHOWN])
        return None
    return found


def _among(value: str, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""
