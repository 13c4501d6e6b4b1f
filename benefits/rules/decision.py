"""A decision with all its reasons, and the record it is kept as."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from benefits.rules.ruleset import Ruleset

_JSON = json.JSONEncoder(
    sort_keys=True,
    ensure_ascii=False,
    separators=(",", ":"),
    check_circular=False,  # records hold plain values, and are written by the hundred thousand
)
Outcome = Literal["granted", "refused", "unknown", "person"]


class Reason(NamedTuple):
    """One comparison of a decision.

    Money is in cents, dates are ISO texts, ages are calendar months; None is what is not known.
    """

    rule_id: str
    """"old_age_pension.enough_months" """
    fact: str
    """The fact or quantity that was compared."""
    value: Any
    operator: str
    threshold: Any
    parameter_period: str
    """Since when and until when the threshold holds, "2026-01-01/2026-12-31" ("/" with nothing
    after it: until further notice); empty when it is no parameter."""
    reference: str
    """The law, in English; `Ruleset.reference` has it in other languages."""
    holds: bool | None


@dataclass(frozen=True)
class Decision:
    """What the rules come to for a person and a programme on a day."""

    programme: str
    outcome: Outcome
    """person: this programme is always decided by one."""
    amount: int | None
    """Cents a month, when granted."""
    first_on: str
    """ISO date of entitlement; empty unless granted."""
    last_on: str
    """ISO date of the last day; empty when it has no end."""
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    """Facts that are not known and matter, in the order of the rules."""
    ruleset_version: str
    on: date
    facts: Mapping[str, Any]
    """As they were given, as far as they belong to the programme."""
    figures: Mapping[str, Any]
    """The quantities that were worked out and are known, to show how the amount comes about."""
    decided_by: str = ""
    """The rule that decided, empty when only the amount is open."""

    @property
    def deciding(self) -> Reason | None:
        """The reason that decided: the first that fails, is unknown, or made it hold."""
        found = (reason for reason in self.reasons if reason.rule_id == self.decided_by)
        return next(found, None)

    @property
    def needs_person(self) -> bool:
        """A refusal is only proposed: a person confirms it, or decides otherwise."""
        return self.outcome in ("refused", "person")

    def to_record(self) -> bytes:
        """The same bytes for the same decision: JSON with sorted keys."""
        # Not `asdict`, which copies all of it: reviews write records by the hundred thousand.
        content = {
            **vars(self),
            "on": self.on.isoformat(),
            "facts": {name: _plain(value) for name, value in self.facts.items()},
            "reasons": [reason._asdict() for reason in self.reasons],
        }
        return _JSON.encode(content).encode()

    @staticmethod
    def from_record(record: bytes | str) -> Decision:
        """The decision that a record holds, as it was made."""
        content = json.loads(record)
        content["on"] = date.fromisoformat(content["on"])
        content["reasons"] = tuple(Reason(**reason) for reason in content["reasons"])
        content["missing"] = tuple(content["missing"])
        return Decision(**content)

    @staticmethod
    def replay(record: bytes | str, rules: Ruleset) -> Decision:
        """The decision that these rules come to for the facts of a record: the same bytes, when
        they are the rules that it was made with."""
        from benefits.rules.deciding import decide

        kept = Decision.from_record(record)
        return decide(kept.programme, kept.facts, kept.on, rules)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
