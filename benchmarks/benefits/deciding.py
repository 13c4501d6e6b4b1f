"""How long a decision takes, with every condition evaluated and recorded.

Beside it OpenFisca's (`pip install '.[bench]'`), in the same run: a benefit for a household of two
adults and two children that depends on what they earn, from the situation to the amount, traced.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from statistics import median
from typing import Any

from benchmarks.benefits.people import cases
from benefits.rules import decide, questions, ruleset

NAMES = ("decision_p50_ms", "question_p50_ms", "openfisca_p50_ms")
DECISIONS, ROUNDS = 3_000, 300
ON = date(2026, 11, 27)
HOUSEHOLD = {
    "adults": 2,
    "children_at_home": 2,
    "household_income": 65_000,
    "savings": 0,
    "lives_here": True,
}
SITUATION: Mapping[str, Any] = {
    "persons": {
        "first": {"birth": {"ETERNITY": "1981-01-15"}, "salary": {"2018-01": 250}},
        "second": {"birth": {"ETERNITY": "1982-01-15"}, "salary": {"2018-01": 250}},
        "older": {"birth": {"ETERNITY": "2010-01-15"}},
        "younger": {"birth": {"ETERNITY": "2013-01-15"}},
    },
    "households": {"home": {"adults": ["first", "second"], "children": ["older", "younger"]}},
}


def figures(quick: bool = False) -> Iterator[dict[str, Any]]:
    """Medians, after a round that is not counted."""
    ruleset()
    made = list(cases(DECISIONS // 10 if quick else DECISIONS))
    for case in made[:50]:
        decide(*case)
    took = [timed(lambda case=case: decide(*case)) for case in made]
    yield {"name": "decision_p50_ms", "value": round(median(took), 3), "unit": "ms"}
    yield {"name": "question_p50_ms", "value": round(median(_asking()), 3), "unit": "ms"}
    yield _openfisca()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _asking() -> list[float]:
    """The first question to people about whom the record is known, of each programme."""
    took = []
    for index in range(20):
        facts = {
            "birth_date": date(1961, 1, 1 + index),
            "contribution_months": 200 + index,
            "contribution_months_24": 13,
            **dict.fromkeys(("average_wage", "average_wage_6", "average_wage_12"), 200_000 + index),
        }
        took += [
            timed(lambda name=name, facts=facts: questions(name, facts, ON))
            for name in ruleset().programmes
        ]
    return took


def _openfisca() -> dict[str, Any]:
    name = "openfisca_p50_ms"
    try:
        from openfisca_core.simulations import SimulationBuilder
        from openfisca_country_template import CountryTaxBenefitSystem
    except ImportError as error:
        return {"name": name, "skipped": str(error)}
    system = CountryTaxBenefitSystem()

    def theirs() -> object:
        simulation = SimulationBuilder().build_from_dict(system, json.loads(situation))
        simulation.trace = True
        return simulation.calculate("parenting_allowance", "2018-01")

    def ours() -> object:
        return decide("income_support", HOUSEHOLD, ON)

    situation = json.dumps(SITUATION)
    # One after the other, so that other load on the machine meets both.
    both = [(timed(theirs), timed(ours)) for _ in range(ROUNDS)]
    theirs_ms, ours_ms = (median(times) for times in zip(*both[20:], strict=True))
    return {
        "name": name,
        "value": round(theirs_ms, 3),
        "unit": "ms",
        "baseline": round(ours_ms, 3),
    }
