"""What would turn a refusal into a grant, or raise what was granted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from typing import Any

from benefits.rules.conditions import Comparison, Condition, Group, Not, Sameness, negation
from benefits.rules.deciding import decide, environment
from benefits.rules.decision import Decision, Outcome
from benefits.rules.ranges import days_after, months_after
from benefits.rules.ruleset import Programme, Ruleset
from benefits.rules.written import Fact

MOST_CHANGES = 3
"""Of facts at once: nobody can use more."""
_MOST_TRIED = 200
_LAST_MONTH = 12 * 60
"""How far ahead it is worth to look."""


@dataclass(frozen=True)
class Difference:
    """One fact that would be another. `today` (ISO dates) means to wait until then."""

    fact: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """Facts that would have to be different together, and what it would then come to."""

    differences: tuple[Difference, ...]
    outcome: Outcome
    amount: int | None
    first_on: str
    age: int = 0
    """How old the person is then, in months, when it is a matter of age and of waiting."""


_Values = Mapping[str, Any]
"""Other values of facts, and of `today`."""


def would_change(decision: Decision, rules: Ruleset) -> tuple[Change, ...]:
    """What would turn a refusal into a grant, or raise an amount; the fewest changes first.

    From the record alone, with the rules it was made by. A change that holds another one is left
    out. Only facts count that can change (`change` in facts.yaml), and time; what is not known is
    no refusal and gives nothing.
    """
    programme = rules.programme(decision.programme)
    if decision.outcome == "refused":
        found = [
            change
            for values in _ways(rules, programme, decision)
            if (change := _tried(rules, decision, values)).outcome in ("granted", "unknown")
        ]
    elif decision.outcome == "granted":
        found = [
            change
            for values in _raises(programme, decision)
            if (change := _tried(rules, decision, values)).outcome == "granted"
            and (change.amount or 0) > (decision.amount or 0)
        ]
    else:
        return ()
    return tuple(_minimal(found))


def _tried(rules: Ruleset, decision: Decision, values: _Values) -> Change:
    """What the decision comes to with other values."""
    facts, on = _with(rules, decision, values)
    after = decide(decision.programme, facts, on, rules)
    differences = tuple(
        Difference(
            name,
            decision.on.isoformat() if name == "today" else decision.facts.get(name),
            value.isoformat() if name == "today" else value,
        )
        for name, value in values.items()
    )
    age = int(after.figures.get("age", 0)) if "today" in values else 0
    return Change(differences, after.outcome, after.amount, after.first_on, age)


def _with(rules: Ruleset, decision: Decision, values: _Values) -> tuple[dict[str, Any], date]:
    """The facts of a decision with other values. Who waits applies then, and not before."""
    facts = {**decision.facts, **values}
    if "today" not in facts:
        return facts, decision.on
    for name in [name for name in facts if name != "today" and name not in values]:
        if rules.facts[name].otherwise == "today":
            del facts[name]
    return facts, facts.pop("today")


def _minimal(changes: list[Change]) -> Iterator[Change]:
    """The fewest first, without those that change the facts of another one and more."""
    kept: list[set[str]] = []
    for change in sorted(changes, key=lambda one: len(one.differences)):
        names = {one.fact for one in change.differences}
        if not any(other <= names for other in kept):
            kept.append(names)
            yield change


def _raises(programme: Programme, decision: Decision) -> Iterator[_Values]:
    for one in programme.written.raises:
        if one.fact == "today":
            yield {"today": months_after(decision.on, one.by)}
        elif one.fact in decision.facts:
            yield {one.fact: decision.facts[one.fact] + one.by}


def _ways(rules: Ruleset, programme: Programme, decision: Decision) -> Iterator[_Values]:
    """Values that may make every condition hold that does not: one way for each, together."""
    search = _Search(rules, programme, decision)
    failing = [part for part in programme.condition.parts if search.holds(part) is False]
    ways = [list(islice(search.ways(part, True), 8)) for part in failing]
    for chosen in islice(product(*ways), _MOST_TRIED):
        together: dict[str, Any] = {}
        for values in chosen:
            for name, value in values.items():
                # Who waits for two things waits for the later one.
                later = name == "today" and name in together
                together[name] = max(together[name], value) if later else value
        if len(together) <= MOST_CHANGES:
            yield together


@dataclass(frozen=True)
class _Search:
    """Looks for the nearest values with which conditions hold."""

    rules: Ruleset
    programme: Programme
    decision: Decision

    def holds(self, condition: Condition, values: _Values | None = None) -> bool | None:
        facts, on = _with(self.rules, self.decision, values or {})
        return condition.holds(environment(self.rules, self.programme, facts, on))

    def ways(self, condition: Condition, wanted: bool) -> Iterator[_Values]:
        """Values with which a condition is as wanted; an empty one when it is so already."""
        if self.holds(condition) is wanted:
            yield {}
        elif isinstance(condition, Not):
            yield from self.ways(condition.part, bool(negation(wanted)))
        elif isinstance(condition, Group):
            if (condition.how == "all") == wanted:
                for chosen in product(*(list(self.ways(one, wanted)) for one in condition.parts)):
                    yield {name: value for values in chosen for name, value in values.items()}
            else:
                for part in condition.parts:
                    yield from self.ways(part, wanted)
        elif isinstance(condition, Comparison | Sameness):
            for name in dict.fromkeys(condition.names()):
                yield from self._other(condition, name, wanted)

    def _other(self, condition: Condition, name: str, wanted: bool) -> Iterator[_Values]:
        """The nearest other value of a fact with which a comparison is as wanted."""

        def good(value: Any) -> bool:
            return self.holds(condition, {name: value}) is wanted

        if name == "today":
            day = _soonest(self.decision.on, good)
            if day is not None:
                yield {name: day}
            return
        fact = self.rules.facts[name]
        if fact.change is None:
            return
        now = self.decision.facts.get(name)
        if fact.type in ("boolean", "choice"):
            others = (True, False) if fact.type == "boolean" else tuple(fact.choices)
            yield from ({name: one} for one in others if one != now and good(one))
        elif fact.type != "date" and now is not None:
            number = _nearest(now, fact, good)
            if number is not None:
                yield {name: number}


def _soonest(on: date, good: Callable[[date], bool]) -> date | None:
    """The first day after `on` that is good: the month is sought first, then the day in it."""
    first = months_after(on, 0).replace(day=1)
    ahead = next(
        (n for n in range(1, _LAST_MONTH) if good(months_after(first, n))),
        None,
    )
    if ahead is None:
        return None
    end = months_after(first, ahead)
    day = max(months_after(first, ahead - 1), days_after(on, 1))
    while day < end and not good(day):
        day = days_after(day, 1)
    return day


def _nearest(now: int, fact: Fact, good: Callable[[int], bool]) -> int | None:
    """The nearest good number above or below, by halving: what is good stays so beyond."""
    factor = 100 if fact.type == "money" else 1
    least, most = (fact.least or 0) * factor, fact.most * factor if fact.most else None
    found = []
    for limit in (most if most is not None else now + 10**9, least):
        if limit == now or not good(limit):
            continue
        bad, fine = now, limit
        while abs(fine - bad) > 1:
            middle = (bad + fine) // 2
            bad, fine = (bad, middle) if good(middle) else (middle, fine)
        found.append(fine)
    return min(found, key=lambda one: abs(one - now), default=None)
