"""The tests of checks, which are data: rows in, findings out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from benefits.checks.table import LOOKS
from benefits.checks.written import checks
from benefits.country import read

FOLDER = Path(__file__).parent / "tests"


@dataclass(frozen=True)
class Case:
    """Rows that a check is given, and what it must find."""

    name: str
    check: str
    today: date
    rows: Sequence[Mapping[str, Any]]
    finds: Sequence[Mapping[str, Any]]
    """Of each finding what is written: key, person, and facts by name; empty: nothing."""


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """Every case of a folder. Raises ValueError naming the file that is wrong."""
    found: list[Case] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            found += TypeAdapter(list[Case]).validate_python(read(file))
        except ValueError as error:
            raise ValueError(f"{file.name}: {error}") from None
    return found


def failures(cases: Sequence[Case]) -> Iterator[str]:
    """What fails, in words."""
    for case in cases:
        if case.check not in LOOKS:
            yield f"{case.name}: there is no check {case.check!r}"
            continue
        found = list(LOOKS[case.check](case.rows, checks()[case.check].limits, case.today))
        told = [{"key": one.key, "person": one.person, **one.facts} for one in found]
        wanted = [dict(one) for one in case.finds]
        seen = [
            {name: one.get(name) for name in want} for one, want in zip(told, wanted, strict=False)
        ]
        if len(told) != len(wanted) or seen != wanted:
            yield f"{case.name}: expected {wanted}, got {told}"


def untested(cases: Sequence[Case]) -> Iterator[str]:
    """Checks that no case fires, or that no case keeps from firing."""
    for name in LOOKS:
        own = [case for case in cases if case.check == name]
        if not any(case.finds for case in own):
            yield f"{name}: no test finds anything"
        if all(case.finds for case in own):
            yield f"{name}: no test is just below the threshold"
