"""Conditions: true, false or unknown (None), after Kleene; each is evaluated and recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benefits.rules import ranges
from benefits.rules.decision import Reason
from benefits.rules.expressions import Environment, Node
from benefits.rules.ranges import Range
from benefits.rules.rounding import recorded

Truth = bool | None


def conjunction(truths: list[Truth]) -> Truth:
    """False if any is, else unknown if any is."""
    if False in truths:
        return False
    return None if None in truths else True


def disjunction(truths: list[Truth]) -> Truth:
    """True if any is, else unknown if any is."""
    if True in truths:
        return True
    return None if None in truths else False


def negation(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _strictly(compare: Callable[[Range, Range], Truth]) -> Callable[[Range, Range], Truth]:
    """more than: not at most."""
    return lambda left, right: negation(compare(right, left))


def _at_most(left: Range, right: Range) -> Truth:
    return ranges.at_least(right, left)


COMPARISONS: Mapping[str, Callable[[Range, Range], Truth]] = {
    "at_least": ranges.at_least,
    "at_most": _at_most,
    "more_than": _strictly(ranges.at_least),
    "less_than": lambda left, right: negation(ranges.at_least(left, right)),
    "not_before": ranges.at_least,
    "not_after": _at_most,
    "is": ranges.equal,
    "is_not": lambda left, right: negation(ranges.equal(left, right)),
}
"""Of numbers and dates."""
SAMENESS = ("is", "is_not", "one_of")
"""Of answers that are yes, no or a choice."""


@dataclass(frozen=True)
class Comparison:
    """A number or a date, compared with another."""

    rule: str
    name: str
    """Of the fact or quantity, as it stands in the file."""
    left: Node
    operator: str
    right: Node
    parameter: str
    """The parameter that is the threshold, or empty."""
    unit: str
    reference: str

    def holds(self, env: Environment) -> Truth:
        return COMPARISONS[self.operator](self.left.value(env), self.right.value(env))

    def record(self, env: Environment, reasons: list[Reason]) -> tuple[Truth, str]:
        left, right = self.left.value(env), self.right.value(env)
        holds = COMPARISONS[self.operator](left, right)
        valid = env.parameters[self.parameter] if self.parameter else None
        reasons.append(
            Reason(
                self.rule,
                self.name,
                recorded(left.low, self.unit) if left.known else None,
                self.operator,
                recorded(right.low, self.unit) if right.known else None,
                valid.period if valid else "",
                valid.reference if valid else self.reference,
                holds,
            )
        )
        return holds, self.rule

    def missing(self, env: Environment) -> Iterator[str]:
        if self.holds(env) is None:
            yield from self.left.missing(env)
            yield from self.right.missing(env)

    def names(self) -> Iterator[str]:
        yield from self.left.names()
        yield from self.right.names()

    def comparisons(self) -> Iterator[Comparison | Sameness]:
        yield self


@dataclass(frozen=True)
class Sameness:
    """An answer (yes, no, or one of several), compared with those that are wanted."""

    rule: str
    name: str
    operator: str
    wanted: tuple[Any, ...]
    reference: str

    def holds(self, env: Environment) -> Truth:
        value = env.facts[self.name]
        if value is None:
            return None
        return (value in self.wanted) != (self.operator == "is_not")

    def record(self, env: Environment, reasons: list[Reason]) -> tuple[Truth, str]:
        holds = self.holds(env)
        wanted = list(self.wanted) if self.operator == "one_of" else self.wanted[0]
        reasons.append(
            Reason(
                self.rule,
                self.name,
                env.facts[self.name],
                self.operator,
                wanted,
                "",
                self.reference,
                holds,
            )
        )
        return holds, self.rule

    def missing(self, env: Environment) -> Iterator[str]:
        if env.facts[self.name] is None:
            yield self.name

    def names(self) -> Iterator[str]:
        yield self.name

    def comparisons(self) -> Iterator[Comparison | Sameness]:
        yield self


@dataclass(frozen=True)
class Group:
    """Conditions of which all must hold, or any."""

    rule: str
    how: str
    """all or any"""
    parts: tuple[Condition, ...]

    def _together(self, truths: list[Truth]) -> Truth:
        return conjunction(truths) if self.how == "all" else disjunction(truths)

    def holds(self, env: Environment) -> Truth:
        return self._together([part.holds(env) for part in self.parts])

    def record(self, env: Environment, reasons: list[Reason]) -> tuple[Truth, str]:
        found = [part.record(env, reasons) for part in self.parts]
        holds = self._together([truth for truth, _ in found])
        return holds, next(rule for truth, rule in found if truth is holds)

    def missing(self, env: Environment) -> Iterator[str]:
        if self.holds(env) is None:
            for part in self.parts:
                yield from part.missing(env)

    def names(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.names()

    def comparisons(self) -> Iterator[Comparison | Sameness]:
        for part in self.parts:
            yield from part.comparisons()


@dataclass(frozen=True)
class Not:
    """A condition that must not hold."""

    rule: str
    part: Condition

    def holds(self, env: Environment) -> Truth:
        return negation(self.part.holds(env))

    def record(self, env: Environment, reasons: list[Reason]) -> tuple[Truth, str]:
        holds, rule = self.part.record(env, reasons)
        return negation(holds), rule

    def missing(self, env: Environment) -> Iterator[str]:
        return self.part.missing(env)

    def names(self) -> Iterator[str]:
        return self.part.names()

    def comparisons(self) -> Iterator[Comparison | Sameness]:
        return self.part.comparisons()


Condition = Comparison | Sameness | Group | Not
"""Each has `holds` (is it so?), `record` (the same, adding a reason for every comparison below it,
and which of them decided), `missing` (the facts without which it is unknown), `names` (the facts
that it may need, and `today`) and `comparisons` (all below it)."""
