"""What may be written in the files of rules: their keys, and what stands under them.

Calculations and conditions are read by `expressions.py` and `conditions.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from benefits.rules.source import Source

Texts = Mapping[str, str]
"""By language: en, zh, es."""
Unit = Literal["integer", "months", "weeks", "days", "hours", "money", "percent", "age", "date"]
_Kind = TypeVar("_Kind", bound="Written")


class Written(BaseModel):
    """A part of a file, where nothing else may stand."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(Written):
    """What a parameter is from a day on, until the next value."""

    since: Annotated[date, Field(alias="from")]
    value: Decimal
    reference: str | None = None


class Parameter(Written):
    """A number that the law fixes; money in units of the currency, as the law has it."""

    unit: Unit
    reference: str
    """The law and its section: "pensions_act 12"."""
    values: Annotated[list[Value], Field(min_length=1)]


class Asked(Written):
    """How a fact is asked for."""

    voice: str
    sms: str


class Fact(Written):
    """Something about a person that rules go by."""

    type: Literal["boolean", "integer", "months", "money", "date", "choice"]
    source: Literal["record", "person"]
    derived: str = ""
    """Which columns of the registry it comes from, and how."""
    called: Texts
    asks: Mapping[str, Asked] | None = None
    answers: Mapping[Any, Decimal] = {}
    """The usual answers, each with its share; a date as days from today ("-10 days")."""
    choices: Mapping[str, Texts] = {}
    least: int | None = None
    most: int | None = None
    """Of a number, in units of the currency where it is money."""
    past: bool = False
    """A date that is never after today."""
    otherwise: Literal["today"] | None = None
    """What a date is where it is not known: nobody has applied yet who asks what would be."""
    change: Texts | None = None
    """How a change of it is told, for facts that can change."""
    change_one: Texts | None = None
    """The same, where the difference is one."""

    @cached_property
    def bounds(self) -> tuple[int, int | None]:
        """The least and the most that a number can be; money in cents."""
        factor = 100 if self.type == "money" else 1
        least = (self.least or 0) * factor
        return least, None if self.most is None else self.most * factor


class Raise(Written):
    """What may be told to somebody whose amount would then be higher."""

    fact: str
    by: int
    """Added to the fact; months for `today`."""


class Programme(Written):
    """A programme as it stands in its file."""

    programme: str
    decided_by: Literal["rules", "person"] = "rules"
    reference: str
    parameters: Mapping[str, Parameter] = {}
    quantities: Mapping[str, Any] = {}
    conditions: Annotated[list[Any], Field(min_length=1)]
    amount: str | None = None
    """The quantity that is paid a month."""
    rounding: Literal["half_up", "down", "up"] = "half_up"
    """Of the amount, to whole cents, once and at the end."""
    first_on: str | None = None
    last_on: str | None = None
    raises: list[Raise] = []


def check(
    kind: type[_Kind], source: Source, content: Any, path: tuple[str | int, ...] = ()
) -> _Kind:
    """The content as `kind`. Raises RuleError with the line of the first thing that is wrong."""
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise source.error((*path, *first["loc"]), first["msg"]) from None
