"""The checks as they are written in `checks.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from benefits.cases import Category, Priority
from benefits.country import read

FILE = Path(__file__).parent / "checks.yaml"


@dataclass(frozen=True)
class Check:
    """One thing that is looked for."""

    looks_at: str
    when: Literal["run", "change", "identify", "approve"]
    limits: Mapping[str, int]
    category: Category
    priority: Priority
    staff: str
    """What staff do about it."""
    told: str = ""
    """The words for the genuine person; empty: nobody is told."""
    stops: Literal["", "next_payment"] = ""
    ask: bool = False
    """The person is asked first: it may be a mistake."""


@dataclass(frozen=True)
class _Written:
    checks: Mapping[str, Check]
    words: Mapping[str, Mapping[str, str]]
    """By language, or the `flow` that has them."""


def checks() -> Mapping[str, Check]:
    """Every check by its name."""
    return _read().checks


def limit(check: str, name: str) -> int:
    """A threshold of a check."""
    return checks()[check].limits[name]


def words(name: str, language: str) -> str:
    """What the genuine person hears; in English where the language is not known."""
    by_language = _read().words[name]
    return by_language.get(language) or by_language["en"]


@cache
def _read() -> _Written:
    return TypeAdapter(_Written).validate_python(read(FILE))
