"""Calculations, as they stand under `quantities`: numbers and days from facts and parameters.

    insured_months: {unit: months, sum: [contribution_months, child_months]}

A calculation is the name of a fact, a parameter, another quantity or `today`, a number, or one
operator with what it works on. Money is in cents, and all arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from benefits.rules import ranges
from benefits.rules.ranges import Range, exactly


class Valid(NamedTuple):
    """A parameter on a day."""

    value: Range
    """Everything, before its first value."""
    period: str
    reference: str
    """The law, in English."""


@dataclass(slots=True)
class Environment:
    """What a decision is made with: facts by name as ranges (numbers, dates) or as they are
    (True, "left"; None when missing), and parameters as they are on that day."""

    on: date
    facts: Mapping[str, Any]
    parameters: Mapping[str, Valid]
    known: dict[str, Range] = field(default_factory=dict)
    """The quantities that were worked out."""


class Node(Protocol):
    """A part of a calculation."""

    def value(self, env: Environment) -> Range: ...

    def missing(self, env: Environment) -> Iterator[str]:
        """The facts without which its value is not known."""

    def names(self) -> Iterator[str]:
        """The facts it may need, and `today`."""


@dataclass(frozen=True)
class Literal:
    number: Range

    def value(self, env: Environment) -> Range:
        return self.number

    def missing(self, env: Environment) -> Iterator[str]:
        return iter(())

    def names(self) -> Iterator[str]:
        return iter(())


@dataclass(frozen=True)
class Today:
    def value(self, env: Environment) -> Range:
        return exactly(env.on)

    def missing(self, env: Environment) -> Iterator[str]:
        return iter(())

    def names(self) -> Iterator[str]:
        yield "today"


@dataclass(frozen=True)
class FactValue:
    name: str
    otherwise_today: bool = False

    def value(self, env: Environment) -> Range:
        found: Range = env.facts[self.name]
        return found

    def missing(self, env: Environment) -> Iterator[str]:
        if not self.value(env).known:
            yield self.name

    def names(self) -> Iterator[str]:
        yield self.name
        if self.otherwise_today:
            yield "today"


@dataclass(frozen=True)
class ParameterValue:
    name: str

    def value(self, env: Environment) -> Range:
        return env.parameters[self.name].value

    def missing(self, env: Environment) -> Iterator[str]:
        return iter(())

    def names(self) -> Iterator[str]:
        return iter(())


@dataclass(frozen=True)
class Quantity:
    """A calculation with a name: worked out once for a decision."""

    name: str
    unit: str
    node: Node

    def value(self, env: Environment) -> Range:
        if self.name not in env.known:
            env.known[self.name] = self.node.value(env)
        return env.known[self.name]

    def missing(self, env: Environment) -> Iterator[str]:
        if not self.value(env).known:
            yield from self.node.missing(env)

    def names(self) -> Iterator[str]:
        return self.node.names()


@dataclass(frozen=True)
class Operation:
    """An operator and what it works on."""

    work: Callable[[Sequence[Range]], Range]
    parts: tuple[Node, ...]

    def value(self, env: Environment) -> Range:
        return self.work([part.value(env) for part in self.parts])

    def missing(self, env: Environment) -> Iterator[str]:
        if not self.value(env).known:
            for part in self.parts:
                yield from part.missing(env)

    def names(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.names()


@dataclass(frozen=True)
class Table:
    """The value of the row that a number falls into: rows of (most or None, value)."""

    by: Node
    rows: tuple[tuple[int | None, Node], ...]

    def _open(self, env: Environment) -> list[Node]:
        by, below = self.by.value(env), None
        found = []
        for most, node in self.rows:
            under = below is not None and by.high is not None and by.high <= below
            over = most is not None and by.low is not None and by.low > most
            if not under and not over:
                found.append(node)
            below = most
        return found

    def value(self, env: Environment) -> Range:
        return ranges.around([node.value(env) for node in self._open(env)])

    def missing(self, env: Environment) -> Iterator[str]:
        if not self.value(env).known:
            yield from self.by.missing(env)
            for node in self._open(env):
                yield from node.missing(env)

    def names(self) -> Iterator[str]:
        yield from self.by.names()
        for _, node in self.rows:
            yield from node.names()


class Test(Protocol):
    """A condition, as `conditions.py` has it."""

    def holds(self, env: Environment) -> bool | None: ...

    def missing(self, env: Environment) -> Iterator[str]: ...

    def names(self) -> Iterator[str]: ...


@dataclass(frozen=True)
class Choose:
    """The calculation of the first condition that holds, or the last one."""

    cases: tuple[tuple[Test, Node], ...]
    otherwise: Node

    def _open(self, env: Environment) -> Iterator[tuple[Test | None, Node]]:
        """What it may be: undecided conditions with theirs, and the first that is certain."""
        for test, node in self.cases:
            holds = test.holds(env)
            if holds is not False:
                yield (None if holds else test), node
            if holds:
                return
        yield None, self.otherwise

    def value(self, env: Environment) -> Range:
        return ranges.around([node.value(env) for _, node in self._open(env)])

    def missing(self, env: Environment) -> Iterator[str]:
        if self.value(env).known:
            return
        for test, node in self._open(env):
            if test is not None:
                yield from test.missing(env)
            yield from node.missing(env)

    def names(self) -> Iterator[str]:
        for test, node in self.cases:
            yield from test.names()
            yield from node.names()
        yield from self.otherwise.names()
