"""The demo country as data: programmes, offices, holidays. Read once, from the YAML files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import TypeAdapter

DATA = Path(__file__).parent / "data"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where that is installed: eight times as fast."""


@dataclass(frozen=True)
class PaymentDay:
    """The day of the month on which a benefit is paid, when that is a working day."""

    day: int
    moved: Literal["before", "after"]


@dataclass(frozen=True)
class Programme:
    """A benefit. Everything a person hears is by language (en, zh, es)."""

    payment: PaymentDay
    names: Mapping[str, tuple[str, ...]]
    """The official name first, then what people call it."""
    documents: Mapping[str, tuple[str, ...]]

    def name(self, language: str) -> str:
        """The official name, in English when the language is not known."""
        return (self.names.get(language) or self.names["en"])[0]


def read(file: Path) -> Any:
    """The content of one YAML file."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)


@cache
def programmes() -> Mapping[str, Programme]:
    """The programmes by identifier."""
    return TypeAdapter(dict[str, Programme]).validate_python(read(DATA / "programmes.yaml"))


@cache
def offices() -> Sequence[Mapping[str, Any]]:
    """The offices as rows for the registry (`benefits.registry.Registry.offices`)."""
    rows: list[Mapping[str, Any]] = read(DATA / "offices.yaml")["offices"]
    return rows


@cache
def holidays() -> frozenset[str]:
    """The public holidays, "MM-DD"."""
    return frozenset(read(DATA / "calendar.yaml")["holidays"])


def local(now: datetime) -> datetime:
    """The time on the clocks of the country; a time without a zone is taken for that already."""
    return now.astimezone(_time_zone()) if now.tzinfo else now


@cache
def _time_zone() -> tzinfo:
    name = read(DATA / "calendar.yaml")["time_zone"]
    # UTC needs no zone files, which a small container may lack.
    return UTC if name == "UTC" else ZoneInfo(name)
