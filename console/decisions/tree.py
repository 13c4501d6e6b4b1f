"""A decision as a person reads it: what held, by which facts, and what the amount comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benefits.rules import Decision, Reason, Ruleset
from benefits.rules.conditions import (
    Comparison,
    Condition,
    Group,
    Not,
    Sameness,
    Truth,
    conjunction,
    disjunction,
    negation,
)
from benefits.rules.wording import shown
from console.shown import plain
from flows.reading import READINGS

_MASKED = frozenset({"birth_date", "child_since", "expected_on"})
"""Days that would say who somebody is: only their years are shown."""


@dataclass(frozen=True)
class Node:
    """A condition, or several together."""

    holds: Truth
    text: str = ""
    law: str = ""
    how: str = ""
    """all, any or not, of what is below; empty for a single comparison."""
    below: tuple[Node, ...] = ()
    decided: bool = False
    """Is it what decided?"""

    @property
    def verdict(self) -> str:
        """yes, no or open."""
        return {True: "yes", False: "no", None: "open"}[self.holds]


def tree(record: Decision, rules: Ruleset, language: str) -> tuple[Node, ...]:
    """The conditions of a decision with what they came to. By other rules than those it was made
    with, only the comparisons that stand in the record, one after the other."""
    reasons = {reason.rule_id: reason for reason in record.reasons}
    if record.ruleset_version != rules.version:
        return tuple(_recorded(reason, record) for reason in record.reasons)
    condition = rules.programme(record.programme).condition
    return _node(condition, reasons, record, rules, language).below


def _node(
    condition: Condition,
    reasons: Mapping[str, Reason],
    record: Decision,
    rules: Ruleset,
    language: str,
) -> Node:
    if isinstance(condition, Comparison | Sameness):
        reason = reasons[condition.rule]
        return Node(
            reason.holds,
            rules.explain(reason, language),
            rules.reference(reason, language),
            decided=reason.rule_id == record.decided_by,
        )
    if isinstance(condition, Not):
        below = _node(condition.part, reasons, record, rules, language)
        return Node(negation(below.holds), how="not", below=(below,))
    parts = tuple(_node(part, reasons, record, rules, language) for part in condition.parts)
    truths = [part.holds for part in parts]
    holds = conjunction(truths) if _is_all(condition) else disjunction(truths)
    return Node(holds, how=condition.how, below=parts)


def _is_all(group: Group) -> bool:
    return group.how == "all"


def _recorded(reason: Reason, record: Decision) -> Node:
    """A comparison as the record has it, of rules that are not here."""
    value = str(reason.value)[:4] if reason.fact in _MASKED else reason.value
    said = f"{plain(reason.fact)}: {value} {plain(reason.operator)} {reason.threshold}"
    decided = reason.rule_id == record.decided_by
    return Node(reason.holds, said, reason.reference, decided=decided)


def facts(record: Decision, rules: Ruleset, language: str) -> list[tuple[str, str]]:
    """(name, value) of the facts that it was decided by."""
    found = []
    for name, value in record.facts.items():
        fact = rules.facts.get(name)
        if value is None:
            continue
        if name in _MASKED:
            said = f"{str(value)[:4]}-••-••"
        else:
            said = shown(value, fact.type, language, fact) if fact else str(value)
        found.append((fact.called[language] if fact else plain(name), said))
    return found


def figures(record: Decision, rules: Ruleset, language: str) -> list[tuple[str, str]]:
    """(name, value) of what was worked out, by the names that it has in the rules."""
    programme = rules.programmes.get(record.programme)
    quantities = programme.quantities if programme else {}
    return [
        (
            plain(name),
            shown(value, quantities[name].unit, language) if name in quantities else str(value),
        )
        for name, value in record.figures.items()
    ]


def money(cents: int | None, language: str) -> str:
    """An amount in figures and in words; empty for none."""
    if not cents:
        return ""
    words = READINGS["money"](cents, language)
    return f"{shown(cents, 'money', language)} ({words})"


def replayed(record: bytes, rules: Ruleset) -> str:
    """same: these rules make the same bytes of its facts; differs: they do not, although they are
    those that it was made with; other_rules: they are not."""
    if Decision.from_record(record).ruleset_version != rules.version:
        return "other_rules"
    return "same" if Decision.replay(record, rules).to_record() == record else "differs"
