"""Which decisions other rules would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benefits.rules.decision import Decision
from benefits.rules.ruleset import Ruleset


@dataclass(frozen=True)
class Changed:
    """A decision as it was made, and as these rules come to it."""

    before: Decision
    after: Decision


def compare(records: Iterable[bytes | str | Decision], rules: Ruleset) -> Iterator[Changed]:
    """The decisions that come to another outcome, amount, first or last day under `rules`.

    records: as `Decision.to_record` gives them, or decisions. Raises RuleError for a programme
    that the rules do not have, FactError for a fact that they do not.
    """
    for record in records:
        before = record if isinstance(record, Decision) else Decision.from_record(record)
        after = Decision.replay(before.to_record(), rules)
        if _result(before) != _result(after):
            yield Changed(before, after)


def _result(decision: Decision) -> tuple[object, ...]:
    return decision.outcome, decision.amount, decision.first_on, decision.last_on
