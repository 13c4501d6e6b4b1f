"""What goes wrong with money in the demo country: arrears, returned and changed payments, debts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from random import Random
from typing import Any

from benefits import country
from benefits.months import first_day, month_in, month_of, written
from benefits.numbers import payment_reference

Row = Mapping[str, Any]

_OWES, _PART_PAID = 0.3, 0.3
_RETURNED, _HELD, _CHANGED, _OVERPAID = 0.02, 0.01, 0.06, 0.03
_SELF_EMPLOYED_PERCENT, _LEAST = 20, 8_000
_KEPT_BACK_PERCENT = 10
_RETURNS = ("account_closed", "wrong_account")
_CHANGES = ("adjustment", "earnings", "child_age", "")
_DEBTS = ("worked", "paid_twice", "child_age")


def of_demo(person: Row) -> dict[str, Any]:
    """A well-known person with what `demo_money.yaml` has about them."""
    money = _demo().get(person["insurance_number"], {})
    return {
        **person,
        "payments": _changed(
            person["payments"],
            money.get("account", ""),
            money.get("last", {}),
            money.get("changed", {}),
        ),
        "notices": [_notice(**notice) for notice in money.get("notices", ())],
        "overpayments": money.get("overpayments", []),
    }


@cache
def _demo() -> Mapping[str, Row]:
    money: Mapping[str, Row] = country.read(country.DATA / "demo_money.yaml")
    return money


class Trouble:
    """Chance of its own, so that the rest of the demo country does not depend on it."""

    def __init__(self, seed: int, today: date) -> None:
        self._random = Random(f"money {seed}")
        self._today = today

    def with_money(self, person: Row, index: int) -> dict[str, Any]:
        """The invented person with this index, and what is special about their money."""
        chance = self._random.random
        last, changed, debts = {}, {}, []
        if person["payments"]:
            programme, amount = person["payments"][0]["programme"], person["payments"][0]["amount"]
            what = chance()
            if what < _RETURNED:
                last = {"status": "returned", "reason": self._random.choice(_RETURNS)}
            elif what < _RETURNED + _HELD:
                last = {"status": "held", "reason": "proof_of_life"}
            elif what < _RETURNED + _HELD + _CHANGED:
                reason = self._random.choice(_CHANGES)
                changed = {"by": -self._random.randrange(500, amount // 5), "reason": reason}
            elif what < _RETURNED + _HELD + _CHANGED + _OVERPAID:
                debts = [self._debt(programme, amount)]
                changed = {"by": -debts[0]["kept_back"], "reason": "repayment"}
        account = f"{self._random.randrange(1000):03d}"
        owes = chance() < _OWES and self._stopped(person["contributions"])
        return {
            **person,
            "payments": _changed(person["payments"], account, last, changed),
            "notices": [self._arrears(person["contributions"][-1], index)] if owes else [],
            "overpayments": debts,
        }

    def _stopped(self, spells: Sequence[Row]) -> bool:
        """Is there a month since their last work for which they may owe?"""
        return bool(spells) and month_in(spells[-1]["last_month"]) < month_of(self._today) - 2

    def _debt(self, programme: str, amount: int) -> dict[str, Any]:
        kept = amount * _KEPT_BACK_PERCENT // 100
        return {
            "programme": programme,
            "amount": kept * self._random.randrange(3, 20),
            "repaid": kept,
            "kept_back": kept,
            "reason": self._random.choice(_DEBTS),
            "decided_on": first_day(month_of(self._today) - 2).isoformat(),
        }

    def _arrears(self, spell: Row, index: int) -> dict[str, Any]:
        """Up to half a year of the self-employed's contributions, before the month that runs."""
        last = month_of(self._today) - 2
        first = max(last - self._random.randrange(6), month_in(spell["last_month"]) + 1)
        monthly = max(spell["base"] * _SELF_EMPLOYED_PERCENT // 100, _LEAST)
        amount = monthly * (last - first + 1)
        return _notice(
            f"{self._random.randrange(2000, 7000)}{index:06d}",
            written(first),
            written(last),
            amount,
            amount // 2 if self._random.random() < _PART_PAID else 0,
            first_day(last + 1).replace(day=15).isoformat(),
        )


def _notice(
    digits: str, first_month: str, last_month: str, amount: int, paid: int, due_on: str
) -> dict[str, Any]:
    return {
        "reference": payment_reference(digits),
        "first_month": first_month,
        "last_month": last_month,
        "amount": amount,
        "paid": paid,
        "due_on": due_on,
    }


def _changed(
    payments: Sequence[Row], account: str, last: Row, changed: Row
) -> list[dict[str, Any]]:
    """The payments, with what is special about the one made last and those after it.

    changed: `by`, `reason`, and with which of those made it begins (`since`: 1 is the last).
    """
    made = [payment["due_on"] for payment in payments if payment["status"] == "paid"]
    since = made[-changed.get("since", 1)] if made else ""
    found = []
    for payment in payments:
        row = {**payment, "account_end": account}
        if changed and made and payment["due_on"] >= since:
            row |= {"amount": payment["amount"] + changed["by"], "reason": changed["reason"]}
            row["kept_back"] = -changed["by"] if changed["reason"] == "repayment" else 0
        if made and payment["due_on"] == made[-1]:
            row |= last
        found.append(row)
    return found
