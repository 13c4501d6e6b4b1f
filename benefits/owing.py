"""Contributions that are not paid yet, and the reference to pay them with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from benefits.contributions import person_of
from benefits.country import local
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.months import Period, month_in, period
from benefits.sending import send_reference

LATE_PERCENT = Decimal("0.5")
"""Of what is open, for each full month after the day on which it was due."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Notice:
    """What somebody was asked to pay, as it stands today; cents."""

    reference: str
    period: Period
    amount: int
    paid: int
    due_on: str
    today: date

    @classmethod
    def of(cls, row: Row, today: date) -> Notice:
        months = period(month_in(row["first_month"]), month_in(row["last_month"]))
        return cls(row["reference"], months, row["amount"], row["paid"], row["due_on"], today)

    @property
    def open(self) -> int:
        """What is left of the amount itself."""
        return max(self.amount - self.paid, 0)

    @property
    def months_late(self) -> int:
        """Full months since the day on which it was due."""
        due = date.fromisoformat(self.due_on)
        months = (self.today.year - due.year) * 12 + self.today.month - due.month
        return max(months - (self.today.day < due.day), 0)

    @property
    def surcharge(self) -> int:
        """What is added to what is left, as it is late."""
        added = self.open * LATE_PERCENT * self.months_late / 100
        return int(Decimal(added).quantize(Decimal(1), ROUND_HALF_UP))

    def told(self) -> Mapping[str, Any]:
        """As a flow tells it: total is what is to be paid today."""
        return {
            "reference": self.reference,
            "period": self.period,
            "paid": self.paid,
            "surcharge": self.surcharge,
            "total": self.open + self.surcharge,
            "due_on": self.due_on,
            "late": self.due_on < self.today.isoformat(),
        }


_TOLD = ("reference", "period", "paid", "surcharge", "total", "due_on", "late")
_NOTHING = dict.fromkeys(_TOLD, "") | {"paid": 0, "surcharge": 0, "total": 0, "late": False}


@function(
    "contributions.owed",
    takes=(),
    gives=("count", "total", "surcharge", "first", "second"),
    level=Level.PIN,
)
def owed(asked: Asked) -> Mapping[str, Any]:
    """What is owed: the number of notices that are open, and the sum (cents) with what is added as
    it is late. first, second: the two oldest, `{period, paid, total, due_on, late}`."""
    found = open_notices(asked)
    told = [notice.told() for notice in found]
    return {
        "count": len(found),
        "total": sum(one["total"] for one in told),
        "surcharge": sum(one["surcharge"] for one in told),
        "first": told[0] if told else "",
        "second": told[1] if len(told) > 1 else "",
    }


@function(
    "contributions.to_pay",
    takes=(),
    optional=("reference", "after"),
    gives=("state", *_TOLD, "more"),
    level=Level.PIN,
)
def to_pay(
    asked: Asked, reference: str | None = None, after: str | None = None
) -> Mapping[str, Any]:
    """One notice to be paid: that with a reference, or the oldest, or the one after another one.

    state: open, paid, nothing (none is open) or unknown (no reference of theirs: the same whether
    it is another's or nobody's). more: another one is open.
    """
    notices = open_notices(asked)
    if reference:
        row = asked.registry.contributions.notice(reference)
        if row is None or row["person_id"] != person_of(asked):
            return {"state": "unknown", **_NOTHING, "reference": reference, "more": False}
        found: Notice | None = Notice.of(row, local(asked.now).date())
    else:
        found = _next(notices, after)
    if found is None:
        return {"state": "nothing", **_NOTHING, "more": False}
    more = not reference and _next(notices, found.reference) is not None
    return {"state": "open" if found.open else "paid", **found.told(), "more": more}


@function("contributions.text_reference", takes=("reference",), gives=("ok",), level=Level.PIN)
def text_reference(asked: Asked, reference: str) -> Mapping[str, Any]:
    """Send a payment reference of theirs, the amount and the day as a text to the phone that calls.

    ok: False where no number is known to send it to, or the reference is not theirs.
    """
    told = to_pay(asked, reference)
    ok = bool(asked.caller) and told["state"] == "open"
    if ok:
        send_reference(asked, told["reference"], told["total"], told["due_on"])
    return {"ok": ok}


def open_notices(asked: Asked) -> list[Notice]:
    """The notices that are not paid, the oldest first."""
    today = local(asked.now).date()
    rows = asked.registry.contributions.notices(person_of(asked))
    return [notice for row in rows if (notice := Notice.of(row, today)).open]


def _next(notices: Sequence[Notice], after: str | None) -> Notice | None:
    """The oldest, or the one that follows another."""
    references = [notice.reference for notice in notices]
    at = references.index(after) + 1 if after in references else 0
    return notices[at] if at < len(notices) else None
