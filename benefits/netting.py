"""What is kept back of a payment for what was paid too much before: the instalment that was agreed,
never more of the payment than the law lets, and never what must be left to live on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from benefits.country import DATA, read

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Dated:
    """A number that holds from a day on."""

    from_: date
    value: int


@dataclass(frozen=True)
class Rules:
    """`data/netting.yaml`, each number by its days, the earliest first."""

    most_percent: tuple[Dated, ...]
    protected_minimum: Mapping[str, tuple[Dated, ...]]

    def percent(self, day: date) -> int:
        """The most that may be kept back of a payment."""
        return _on(self.most_percent, day)

    def minimum(self, programme: str, day: date) -> int:
        """Cents that are left of a month of this programme in any case."""
        named = self.protected_minimum
        return _on(named.get(programme, named["default"]), day)


@cache
def rules() -> Rules:
    """The rules. Raises pydantic's ValidationError for a file that is not right."""
    raw = read(DATA / "netting.yaml")
    return TypeAdapter(Rules).validate_python(
        {
            "most_percent": _dated(raw["most_percent"]),
            "protected_minimum": {
                name: _dated(values) for name, values in raw["protected_minimum"].items()
            },
        }
    )


def netted(
    programme: str, due_on: date, amount: int, months: int, debts: Sequence[Row]
) -> Iterator[tuple[int, int]]:
    """The debts of which something is kept back, and how much (cents).

    amount: of the payment, cents. months: that it is for; each has its protected minimum. debts:
    what was paid too much, the earliest first: id, rest and kept_back (of each payment, cents).
    """
    free = amount - months * rules().minimum(programme, due_on)
    left = min(free, amount * rules().percent(due_on) // 100)
    for debt in debts:
        part = min(debt["kept_back"], debt["rest"], left)
        if part > 0:
            left -= part
            yield debt["id"], part


def _dated(values: Sequence[Row]) -> list[dict[str, Any]]:
    return [{"from_": one["from"], "value": one["value"]} for one in values]


def _on(values: Sequence[Dated], day: date) -> int:
    return [one.value for one in values if one.from_ <= day][-1]
