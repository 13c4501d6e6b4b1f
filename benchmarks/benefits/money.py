"""Are all amounts right to the cent? By an oracle written apart from the rules (`oracle.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from benchmarks.benefits.oracle import income_limit, paid
from benchmarks.benefits.people import Case, cases
from benefits.rules import Decision, decide

NAMES = ("money_errors", "money_granted")
CASES = 10_000


def figures(quick: bool = False) -> Iterator[dict[str, Any]]:
    """Amounts that are wrong, and how many there were to get wrong."""
    count = CASES // 10 if quick else CASES
    decided = [(case, decide(*case)) for case in cases(count)]
    wrong = sum(not right(case, decision) for case, decision in decided)
    granted = sum(decision.outcome == "granted" for _, decision in decided)
    yield {"name": "money_errors", "value": wrong, "unit": f"of {count} decisions"}
    yield {"name": "money_granted", "value": granted, "unit": f"of {count} decisions"}


def right(case: Case, decision: Decision) -> bool:
    """Is it granted when it should be, with the amount and the limit that the oracle has?"""
    expected = paid(case.programme, case.facts, case.on)
    if expected is None:
        return decision.outcome == "refused" and decision.amount is None
    if case.programme == "income_support":
        limit = Decimal(decision.figures["limit"]) / 100
        if limit != income_limit(case.facts, case.on):
            return False
    return decision.outcome == "granted" and Decimal(decision.amount or 0) / 100 == expected
