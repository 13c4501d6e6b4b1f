"""What somebody has paid in, month by month, and what is missing between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from benefits.months import first_day, month_in, month_of

PENSION_AGE = 65
PAID_BY = 15
"""The day of the following month by which a contribution is paid."""
LEAST_AGE = 14
"""Before it nobody can have worked."""

Row = Mapping[str, Any]
Stretch = tuple[int, int]
"""The first and the last month, both of it."""


@dataclass(frozen=True)
class Insured:
    """The months of one person. Wages are cents a month."""

    spells: Sequence[Row]
    """first_month, last_month ("YYYY-MM"), employer, base (cents), the earliest first."""
    born: date
    today: date

    @cached_property
    def wages(self) -> Mapping[int, int]:
        """Wages by month; a month with two employers counts once, with both wages."""
        found: dict[int, int] = {}
        for spell in self.spells:
            for month in _months(spell):
                if month <= month_of(self.today):
                    found[month] = found.get(month, 0) + int(spell["base"])
        return found

    @property
    def last(self) -> Row | None:
        """The time of work that ended last, or goes on."""
        return max(self.spells, key=lambda spell: spell["last_month"], default=None)

    @property
    def pension_month(self) -> int:
        """The month in which they reach the pension age."""
        return month_of(self.born) + PENSION_AGE * 12

    def average(self, more: int = 0, wage: int = 0) -> int:
        """The mean wage of all months, to the cent, with some more months at a wage."""
        months = len(self.wages) + more
        total = Decimal(sum(self.wages.values()) + more * wage)
        return int((total / months).quantize(Decimal(1), ROUND_HALF_UP)) if months else 0

    def paid_within(self, count: int) -> int:
        """How many of the months before this one, so many of them, are paid in."""
        now = month_of(self.today)
        return sum(now - count <= month < now for month in self.wages)

    def gaps(self) -> list[Stretch]:
        """The stretches without contributions, from the first month of work up to the last one that
        was to be paid, or the pension; the latest last."""
        if not self.wages:
            return []
        until = min(self._due_until(), self.pension_month - 1)
        missing = [month for month in range(min(self.wages), until + 1) if month not in self.wages]
        found: list[Stretch] = []
        for month in missing:
            if found and found[-1][1] == month - 1:
                found[-1] = (found[-1][0], month)
            else:
                found.append((month, month))
        return found

    def employers(self, first: int, last: int) -> list[str]:
        """Those who paid in for any of these months, each once."""
        found = [
            s["employer"] for s in self.spells if set(_months(s)) & set(range(first, last + 1))
        ]
        return list(dict.fromkeys(found))

    def too_young(self, month: int) -> bool:
        """Does this month lie before anybody may work?"""
        return month < month_of(self.born) + LEAST_AGE * 12

    def _due_until(self) -> int:
        """The last month whose contribution should be here by now."""
        return month_of(self.today) - (1 if self.today.day > PAID_BY else 2)


def missing_in(gaps: Sequence[Stretch]) -> int:
    """How many months are missing in all of them."""
    return sum(last - first + 1 for first, last in gaps)


def pension_day(insured: Insured) -> date:
    """The first day of the month in which they reach the pension age."""
    return first_day(insured.pension_month)


def _months(spell: Row) -> range:
    return range(month_in(spell["first_month"]), month_in(spell["last_month"]) + 1)
