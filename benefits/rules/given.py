"""The facts that a decision is given: checked, and made ready to be worked with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from benefits.rules.errors import FactError
from benefits.rules.ranges import Range, exactly
from benefits.rules.written import Fact

if TYPE_CHECKING:
    from benefits.rules.ruleset import Ruleset


def given(
    names: Iterable[str], facts: Mapping[str, Any], rules: Ruleset, on: date
) -> dict[str, Any]:
    """Those of the facts that a programme goes by and that are known, dates as ISO texts.

    Raises FactError for a fact that no rule has, or a value that cannot be.
    """
    for name in facts:
        if name not in rules.facts:
            raise FactError(name, "there is no such fact")
    known = {}
    for name in names:
        value = facts.get(name)
        if value is not None:
            known[name] = checked(name, rules.facts[name], value, on)
    return known


def checked(name: str, fact: Fact, value: Any, on: date) -> Any:
    """The value of a fact, a date as ISO text. Raises FactError for one that cannot be."""
    if fact.type == "boolean":
        if not isinstance(value, bool):
            raise FactError(name, f"is true or false, not {value!r}")
        return value
    if fact.type == "choice":
        if value not in fact.choices:
            raise FactError(name, f"is one of {', '.join(fact.choices)}, not {value!r}")
        return value
    if fact.type == "date":
        day = _date(name, value)
        if fact.past and day > on:
            raise FactError(name, f"{day} is still to come")
        return day.isoformat()
    if isinstance(value, bool) or not isinstance(value, int):
        raise FactError(name, f"is a whole number, not {value!r}")
    least, most = fact.bounds
    if value < least or (most is not None and value > most):
        raise FactError(name, f"{value} is not from {least} to {most}")
    return value


def ranged(fact: Fact, value: Any, on: date) -> Any:
    """A checked fact as it is worked with: numbers and dates as ranges."""
    if fact.type in ("boolean", "choice"):
        return value
    if fact.type == "date":
        if value is not None:
            return exactly(date.fromisoformat(value))
        if fact.otherwise == "today":
            return exactly(on)
        return Range(None, on if fact.past else None)
    return Range(*fact.bounds) if value is None else exactly(value)


def _date(name: str, value: Any) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise FactError(name, f"is a date, not {value!r}") from None
