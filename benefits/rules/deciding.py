"""Deciding: every condition is evaluated and recorded, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from benefits.rules.conditions import Truth
from benefits.rules.decision import Decision, Outcome, Reason
from benefits.rules.expressions import Environment
from benefits.rules.given import given, ranged
from benefits.rules.noting import note
from benefits.rules.rounding import cents, recorded
from benefits.rules.ruleset import Programme, Ruleset, ruleset


def decide(
    programme: str, facts: Mapping[str, Any], on: date, rules: Ruleset | None = None
) -> Decision:
    """What the rules come to on a day.

    facts: by the names of facts.yaml; money in cents, dates as `date` or ISO text; what is not
    known is left out or None; facts of other programmes are left alone. Raises FactError for a
    value that cannot be, RuleError for a programme that does not exist.
    """
    rules = rules or ruleset()
    rule = rules.programme(programme)
    known = given(rule.facts, facts, rules, on)
    env = environment(rules, rule, known, on)
    reasons: list[Reason] = []
    holds, decided_by = rule.condition.record(env, reasons)
    outcome, missing = judged(rule, env, holds)
    granted = outcome == "granted"
    return Decision(
        programme=programme,
        outcome=outcome,
        amount=cents(rule.amount.value(env).low, rule.written.rounding)
        if granted and rule.amount
        else None,
        first_on=_day(rule, env, "first_on") if granted else "",
        last_on=_day(rule, env, "last_on") if granted else "",
        reasons=tuple(reasons),
        missing=missing,
        ruleset_version=rules.version,
        on=on,
        facts=known,
        figures=_figures(rule, env),
        decided_by="" if outcome == "unknown" and holds else decided_by,
    )


def environment(rules: Ruleset, rule: Programme, known: Mapping[str, Any], on: date) -> Environment:
    """What the rules of a programme are evaluated in, for facts that were checked (`given`)."""
    note(rule.name, rules.version)
    return Environment(
        on,
        {name: ranged(rules.facts[name], known.get(name), on) for name in rule.facts},
        rules.parameters(rule.name, on),
    )


def judged(rule: Programme, env: Environment, holds: Truth) -> tuple[Outcome, tuple[str, ...]]:
    """The outcome, and the facts that are missing and matter. holds: whether the conditions do.

    Granted is only what nothing is missing for, the amount and the days included.
    """
    if rule.written.decided_by == "person":
        return "person", tuple(dict.fromkeys(_open(rule, env)))
    if holds is False:
        return "refused", ()
    missing = [] if holds else list(rule.condition.missing(env))
    for result in rule.results:
        missing += result.missing(env)
    known = all(result.value(env).known for result in rule.results)
    return "granted" if holds and known else "unknown", tuple(dict.fromkeys(missing))


def _open(rule: Programme, env: Environment) -> Iterator[str]:
    """What a person who decides would want to know, even where one condition fails."""
    for part in rule.condition.parts:
        yield from part.missing(env)


def _day(rule: Programme, env: Environment, key: str) -> str:
    quantity = getattr(rule, key)
    return quantity.value(env).low.isoformat() if quantity else ""


def _figures(rule: Programme, env: Environment) -> dict[str, Any]:
    return {
        name: recorded(found.low, rule.quantities[name].unit)
        for name, found in sorted(env.known.items())
        if found.known
    }
