"""Tests of rules as they are written: in the vocabulary of OpenFisca's YAML tests.

    - name: A pension after thirty years
      period: 2026-11
      input: {birth_date: 1961-11-02, contribution_months: 360, average_wage: 2700, …}
      output: {old_age_pension: 1215}

Money is in units of the currency. `output` has a programme (the amount, 0 when nothing is granted;
or a mapping of outcome, amount, first_on, last_on, missing, deciding), or a quantity of one. Input
and output may be by period, by entity (`person: {…}`, `persons: {NAME: {…}}`, and groups of
persons by their roles, which share their facts), or lists with a value a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benefits.rules.errors import RuleError
from benefits.rules.source import Source, read

_PERIOD = re.compile(
    r"^(?:(?:day|week|weekday|month|year):)?(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?::\d+)?$"
)
_KEYWORDS = frozenset(
    (
        *("name", "description", "period", "input", "output", "keywords", "max_spiral_loops"),
        *("absolute_error_margin", "relative_error_margin", "ignore_variables", "only_variables"),
        *("reforms", "extensions", "parameters"),
    )
)
_NOT_OURS = ("reforms", "extensions", "parameters")
"""They change OpenFisca's rules; ours are changed by other rules."""
ANYBODY = ""
"""Whoever a test is about that names nobody."""
Facts = dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """What a test expects: a programme or quantity, of somebody, on a day."""

    who: str
    name: str
    on: date
    value: Any


@dataclass(frozen=True)
class Case:
    """One test. people: the facts of each, as written; by day, where they change."""

    name: str
    file: str
    line: int
    people: Mapping[str, Facts]
    expected: tuple[Expected, ...]
    margins: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    """absolute and relative, by output; "default" for the others."""


def read_cases(path: Path) -> Iterator[Case]:
    """The tests of a file, or of all YAML files below a folder.

    Raises RuleError for what is no test.
    """
    files = sorted(path.rglob("*.y*ml")) if path.is_dir() else [path]
    for file in files:
        source = read(file)
        tests = source.content if isinstance(source.content, list) else [source.content]
        for index, test in enumerate(tests):
            where: tuple[str | int, ...] = (index,) if isinstance(source.content, list) else ()
            yield _case(source, test, where)


def start(period: Any) -> date | None:
    """The first day of a period ("2026", "2026-11", "month:2026-11:3"); None for what is none."""
    if isinstance(period, date):
        return period
    found = _PERIOD.match(str(period))
    return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None


def at(value: Any, on: date) -> Any:
    """A value on a day: one by period holds from the start of its period on."""
    if not by_period(value):
        return value
    began = [(day, one) for period, one in value.items() if (day := _since(period)) <= on]
    return max(began, key=lambda one: one[0])[1] if began else None


def by_period(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(start(key) or str(key).upper() == "ETERNITY" for key in value)
    )


def _since(period: Any) -> date:
    return start(period) or date.min


def _case(source: Source, test: Any, where: tuple[str | int, ...]) -> Case:
    def wrong(message: str) -> RuleError:
        error = source.error(where, message)
        name = str(test.get("name", "")) if isinstance(test, Mapping) else ""
        return RuleError(error.file, error.line, name, message)

    if not isinstance(test, Mapping) or "input" not in test or "output" not in test:
        raise wrong("a test has input and output")
    for key in test:
        if key not in _KEYWORDS:
            raise wrong(f"there is no keyword {key}")
    for key in _NOT_OURS:
        if test.get(key):
            raise wrong(f"{key} is for OpenFisca's own rules")
    on = start(test.get("period"))
    if on is None:
        raise wrong("has no period, as 2026-11 or 2026-11-27")
    people, groups = _people(test["input"])
    line = source.lines.get(".".join(map(str, where)), 1)
    expected = tuple(_expected(test["output"], people, groups, on))
    margins = {kind: _margin(test.get(f"{kind}_error_margin")) for kind in ("absolute", "relative")}
    name = str(test.get("name") or f"test {line}")
    return Case(name, source.file, line, people, expected, margins)


def _margin(written: Any) -> dict[str, Decimal]:
    if written is None:
        return {}
    by_output = written if isinstance(written, Mapping) else {"default": written}
    return {name: Decimal(str(margin)) for name, margin in by_output.items() if margin is not None}


def _people(written: Mapping[str, Any]) -> tuple[dict[str, Facts], dict[str, list[str]]]:
    """The facts of each person, and the members of each group (the only one by its kind)."""
    instances: dict[str, Facts] = {}
    alone: Facts = {}
    for key, value in written.items():
        if not isinstance(value, Mapping) or by_period(value):
            alone[key] = value
        elif all(isinstance(one, Mapping) and not by_period(one) for one in value.values()):
            instances |= {str(name): dict(one) for name, one in value.items()}
        else:
            instances[key] = dict(value)
    groups = {name: _members(facts, instances) for name, facts in instances.items()}
    members = {one for group in groups.values() for one in group}
    people = {
        name: dict(alone) | facts
        for name, facts in instances.items()
        if name in members or not groups[name]
    }
    for name, group in groups.items():
        shared = {k: v for k, v in instances[name].items() if not _is_role(v, instances)}
        for one in group:
            people[one] |= shared
    kept = {name: group for name, group in groups.items() if group}
    return people or _spread(alone), kept


def _spread(alone: Facts) -> dict[str, Facts]:
    """Lists have a value for each person; one value is everybody's."""
    count = max((len(v) for v in alone.values() if isinstance(v, list)), default=0)
    if not count:
        return {ANYBODY: alone}
    return {
        str(index): {k: v[index] if isinstance(v, list) else v for k, v in alone.items()}
        for index in range(count)
    }


def _is_role(value: Any, instances: Mapping[str, Any]) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(one, str) and one in instances for one in names)


def _members(facts: Facts, instances: Mapping[str, Any]) -> list[str]:
    roles = [value for value in facts.values() if _is_role(value, instances)]
    return [one for role in roles for one in (role if isinstance(role, list) else [role])]


def _expected(
    output: Mapping[str, Any],
    people: Mapping[str, Facts],
    groups: Mapping[str, list[str]],
    on: date,
) -> Iterator[Expected]:
    """A group's output is that of its first member."""
    anybody = next(iter(people))
    for key, value in output.items():
        inside = isinstance(value, Mapping) and not by_period(value)
        if inside and key in (*people, *groups):
            yield from _of(groups.get(key, [key])[0], value, on)
        elif inside and all(name in (*people, *groups) for name in value):
            for name, below in value.items():
                yield from _of(groups.get(name, [name])[0], below, on)
        elif isinstance(value, list) and len(value) == len(people) and len(people) > 1:
            for who, one in zip(people, value, strict=True):
                yield Expected(who, key, on, one)
        else:
            yield from _of(anybody, {key: value}, on)


def _of(who: str, outputs: Mapping[str, Any], on: date) -> Iterator[Expected]:
    for name, value in outputs.items():
        if by_period(value):
            for period, one in value.items():
                yield Expected(who, name, _since(period), one)
        else:
            yield Expected(who, name, on, value)
