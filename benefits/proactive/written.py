"""`proactive.yaml`: what people are told unasked, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from benefits.country import read


@dataclass(frozen=True)
class Topic:
    """What somebody must have agreed to, to be texted about it."""

    consent: str = ""
    reminders: bool = False


@dataclass(frozen=True)
class Written:
    """The file."""

    days_between: int
    likely: float
    due_days: int
    expires_days: int
    topics: Mapping[str, Topic]
    text: Mapping[str, str]
    documents: Mapping[str, Mapping[str, str]]


@cache
def written() -> Written:
    """The file, read once."""
    return TypeAdapter(Written).validate_python(read(Path(__file__).parent / "proactive.yaml"))
