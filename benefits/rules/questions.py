"""Which questions to put, and in which order: the one that leaves the fewest on the whole.

The usual answers to a fact and their shares (`answers` in facts.yaml) give the expected number of
questions that are still needed after each answer; the order with the smallest is found exactly,
by working backwards from where nothing is left that matters (dynamic programming). States of
knowledge count as one when they leave the same conditions and results open, with the same facts
known in those, which makes them few enough to look at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from benefits.rules.conditions import Condition
from benefits.rules.deciding import environment
from benefits.rules.errors import FactError
from benefits.rules.expressions import Quantity
from benefits.rules.given import checked, given
from benefits.rules.ruleset import Programme, Ruleset, ruleset
from benefits.rules.written import Fact

_DAYS = re.compile(r"^(-?\d+) days?$")


def questions(
    programme: str, facts: Mapping[str, Any], on: date, rules: Ruleset | None = None
) -> tuple[str, ...]:
    """The facts to ask a person for, the best question first.

    The others follow in the order that the usual answers lead to; after an answer they may be
    others, so ask the first and call again. What can no longer matter is not asked, nor what only
    the record can tell. Raises as `decide` does.
    """
    plan, state = _at(programme, facts, on, rules or ruleset())
    return tuple(plan.order(state))


def expected(
    programme: str, facts: Mapping[str, Any], on: date, rules: Ruleset | None = None
) -> float:
    """How many questions the best order takes on the whole."""
    plan, state = _at(programme, facts, on, rules or ruleset())
    return plan.best(state)[0]


def _at(programme: str, facts: Mapping[str, Any], on: date, rules: Ruleset) -> tuple[Plan, State]:
    known = given(rules.programme(programme).facts, facts, rules, on)
    record = {name: value for name, value in known.items() if rules.facts[name].source == "record"}
    plan = _plan(rules, programme, tuple(sorted(record.items())), on)
    return plan, plan.state(known)


@lru_cache(maxsize=32)
def _plan(rules: Ruleset, programme: str, record: tuple[tuple[str, Any], ...], on: date) -> Plan:
    """Kept for a person's record: the next question is found in what was worked out before."""
    return Plan(rules, rules.programmes[programme], on)


Values = tuple[Any, ...]
State = tuple[Values | None, ...]
"""For each condition and result the values of the facts it needs; None for one that is settled."""
DONE: State = ()


class Plan:
    """What to ask in every state of knowledge."""

    def __init__(self, rules: Ruleset, programme: Programme, on: date) -> None:
        self.rules, self.programme, self.on = rules, programme, on
        self.parts: list[Condition | Quantity] = [*programme.condition.parts, *programme.results]
        self.names = [tuple(dict.fromkeys(part.names())) for part in self.parts]
        self.seen: list[dict[Values, tuple[bool | None, tuple[str, ...]]]] = [
            {} for _ in self.parts
        ]
        self.found: dict[State, tuple[float, str]] = {DONE: (0.0, "")}
        self.usual: dict[str, list[tuple[Any, float]]] = {}

    def order(self, state: State) -> Iterator[str]:
        """The questions, each followed by those that its usual answer leaves."""
        while name := self.best(state)[1]:
            yield name
            usual = max(self.answers(name), key=lambda one: one[1])[0]
            state = self.after(state, name, usual)

    def best(self, state: State) -> tuple[float, str]:
        """The expected number of questions, and the first of them; empty when none is left."""
        found = self.found.get(state)
        if found is None:
            found = min(
                ((self._cost(state, name), name) for name in self._askable(state)),
                default=(0.0, ""),
                key=lambda one: one[0],
            )
            self.found[state] = found
        return found

    def state(self, known: Mapping[str, Any]) -> State:
        """What is known when these facts are."""
        values = [tuple(known.get(name) for name in names) for names in self.names]
        return self._settled(values, range(len(values)))

    def after(self, state: State, name: str, answer: Any) -> State:
        """What is known when one more fact is."""
        values, touched = list(state), []
        for index, part in enumerate(state):
            if part is not None and name in self.names[index]:
                at = self.names[index].index(name)
                values[index] = (*part[:at], answer, *part[at + 1 :])
                touched.append(index)
        return self._settled(values, touched)

    def answers(self, name: str) -> list[tuple[Any, float]]:
        """The usual answers with their shares, as facts are given."""
        if name not in self.usual:
            self.usual[name] = usual_answers(name, self.rules.facts[name], self.on)
        return self.usual[name]

    def _cost(self, state: State, name: str) -> float:
        answers = self.answers(name)
        return 1 + sum(
            share * self.best(self.after(state, name, value))[0] for value, share in answers
        )

    def _askable(self, state: State) -> tuple[str, ...]:
        missing: dict[str, None] = {}
        for index, values in enumerate(state):
            if values is not None:
                missing |= dict.fromkeys(self._look(index, values)[1])
        facts = self.rules.facts
        return tuple(name for name in missing if facts[name].source == "person")

    def _settled(self, values: Sequence[Values | None], touched: Iterable[int]) -> State:
        """The state without what is settled; a condition that fails settles everything."""
        state = list(values)
        for index in touched:
            part = state[index]
            truth = self._look(index, part)[0] if part is not None else True
            if truth is False and self.programme.written.decided_by != "person":
                return DONE
            if truth is not None:
                state[index] = None
        return tuple(state)

    def _look(self, index: int, values: Values) -> tuple[bool | None, tuple[str, ...]]:
        """False, true or (None) open, and the facts that are missing."""
        found = self.seen[index].get(values)
        if found is None:
            known = dict(zip(self.names[index], values, strict=True))
            env = environment(self.rules, self.programme, known, self.on)
            part = self.parts[index]
            if isinstance(part, Quantity):
                truth = True if part.value(env).known else None
            else:
                truth = part.holds(env)
            found = truth, tuple(part.missing(env))
            self.seen[index][values] = found
        return found


def usual_answers(name: str, fact: Fact, on: date) -> list[tuple[Any, float]]:
    """The usual answers to a fact on a day. Raises FactError for one that cannot be."""
    found = []
    for answer, share in fact.answers.items():
        value = answer
        if fact.type == "date":
            days = _DAYS.match(str(answer))
            if days is None:
                raise FactError(name, f"{answer!r} is no number of days")
            value = on + timedelta(days=int(days[1]))
        elif fact.type == "money":
            value = answer * 100
        found.append((checked(name, fact, value, on), float(share)))
    return found
