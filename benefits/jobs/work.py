"""The shape of a job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from benefits.registry import Registry

Row = Mapping[str, Any]
Role = Literal["agent", "supervisor"]


@dataclass(frozen=True)
class Item:
    """One thing to be done once."""

    key: str
    """What it is, in the same words whenever it is found: "claim:12"."""
    subject: Row = field(default_factory=dict)
    """What the job needs to do it; anything that JSON holds."""
    person: int | None = None


@dataclass(frozen=True)
class ToDo:
    """What a person has to do because the job could not, in plain words."""

    text: str
    who: Role = "agent"
    about: Row = field(default_factory=dict)
    """What staff read beside it: a claim's reference, the number of a payment run."""
    priority: Literal["normal", "high", "urgent"] = "normal"


@dataclass(frozen=True)
class Done:
    """What a job did about an item."""

    outcome: str
    to_do: ToDo | None = None
    rules: str = ""
    """The version of the rules that it went by, if it did."""
    inputs: Row = field(default_factory=dict)
    """What it went by beyond the subject."""


@dataclass(frozen=True)
class Job:
    """Something that is done again and again."""

    name: str
    items: Callable[[Registry, datetime], Iterable[Item]]
    """What there is to do now; items that are done already may be among them."""
    act: Callable[[Registry, datetime, Item], Done]
    """Does one: its writes are carried out together with the record that it is done."""
    own: bool = False
    """Does it need nothing but what the hotline keeps itself? The others do not run where the
    records are with the institution."""
    texts: bool = False
    """Does it send texts, which nobody wants at night?"""
