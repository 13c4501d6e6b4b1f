"""Running the tests of rules: what was expected, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benefits.rules.cases import Case, Expected, at
from benefits.rules.deciding import decide
from benefits.rules.decision import Decision
from benefits.rules.errors import FactError, RuleError
from benefits.rules.ruleset import Ruleset

FOLDER = Path(__file__).parent / "tests"
_FIELDS = ("outcome", "amount", "first_on", "last_on", "missing", "deciding")


@dataclass(frozen=True)
class Failure:
    """A test that came to something else."""

    case: Case
    what: str
    """The output, as "old_age_pension.amount"."""
    expected: Any
    got: Any

    def __str__(self) -> str:
        return (
            f"{self.case.file}:{self.case.line}: {self.case.name}: "
            f"{self.what}: expected {_shown(self.expected)}, got {_shown(self.got)}"
        )


def failures(cases: Iterable[Case], rules: Ruleset) -> Iterator[Failure]:
    """The tests that fail, each with the first thing that is wrong."""
    for case in cases:
        failure = _failure(case, rules)
        if failure is not None:
            yield failure


def facts_in(case: Case, who: str, on: date, rules: Ruleset) -> dict[str, Any]:
    """The facts of somebody on a day, money in cents. Raises FactError."""
    return {
        name: _fact(name, value, rules)
        for name, written in case.people[who].items()
        if (value := at(written, on)) is not None
    }


def decisions(cases: Iterable[Case], rules: Ruleset) -> Iterator[Decision]:
    """All decisions that tests are about, as these rules make them."""
    for case in cases:
        for one in case.expected:
            if one.name in rules.programmes:
                yield decide(one.name, facts_in(case, one.who, one.on, rules), one.on, rules)


def _failure(case: Case, rules: Ruleset) -> Failure | None:
    for one in case.expected:
        try:
            pairs = list(_compared(case, one, rules))
        except (FactError, RuleError) as error:
            return Failure(case, one.name, one.value, str(error))
        for what, wanted, got in pairs:
            if not _same(wanted, got, case, one.name):
                return Failure(case, what, wanted, got)
    return None


def _compared(case: Case, one: Expected, rules: Ruleset) -> Iterator[tuple[str, Any, Any]]:
    """What an output is called, what was expected, and what came."""
    programme, _, quantity = one.name.rpartition(".")
    if one.name not in rules.programmes and not programme:
        having = [name for name, each in rules.programmes.items() if one.name in each.quantities]
        if len(having) != 1:
            raise FactError(one.name, "is no programme, and no quantity of one")
        programme, quantity = having[0], one.name
    decided = programme or one.name
    decision = decide(decided, facts_in(case, one.who, one.on, rules), one.on, rules)
    if programme:
        unit = rules.programme(programme).quantities[quantity].unit
        yield one.name, one.value, _currency(decision.figures.get(quantity), unit)
        return
    result = _result(decision)
    if isinstance(one.value, Mapping):
        for field, wanted in one.value.items():
            if field not in _FIELDS:
                raise FactError(field, "is nothing that a decision has")
            yield f"{one.name}.{field}", _plain(wanted), result[field]
    elif isinstance(one.value, bool):
        yield one.name, one.value, decision.outcome == "granted"
    elif decision.outcome in ("unknown", "person"):
        yield one.name, one.value, decision.outcome
    else:
        yield one.name, one.value, result["amount"] or Decimal(0)


def _result(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "amount": _currency(decision.amount, "money"),
        "first_on": decision.first_on,
        "last_on": decision.last_on,
        "missing": list(decision.missing),
        "deciding": decision.decided_by.partition(".")[2],
    }


def _currency(value: Any, unit: str) -> Any:
    """A figure as tests have it: money in units of the currency, an age in full years."""
    if value is None:
        return None
    if unit == "money":
        return Decimal(value) / 100
    return value // 12 if unit == "age" else value


def _fact(name: str, value: Any, rules: Ruleset) -> Any:
    fact = rules.facts.get(name)
    if fact is None:
        raise FactError(name, "there is no such fact")
    if fact.type != "money" or isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    cents = Decimal(value) * 100
    if cents != cents.to_integral_value():
        raise FactError(name, f"{value} is no whole number of cents")
    return int(cents)


def _same(wanted: Any, got: Any, case: Case, name: str) -> bool:
    number = isinstance(wanted, int | Decimal) and not isinstance(wanted, bool)
    if not number or not isinstance(got, int | Decimal):
        return bool(_plain(wanted) == got)
    away = abs(Decimal(wanted) - Decimal(got))
    margins = {
        kind: by_output.get(name, by_output.get("default"))
        for kind, by_output in case.margins.items()
    }
    absolute, relative = margins.get("absolute"), margins.get("relative")
    if absolute is None and relative is None:
        return away == 0
    return (absolute is None or away <= absolute) and (
        relative is None or away <= abs(relative * Decimal(wanted))
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _shown(value: Any) -> str:
    return "nothing" if value in (None, "", []) else str(value)
