"""The records of money that are kept: contributions, and payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Row = Mapping[str, Any]


class Contributions(Protocol):
    """The contributions that are kept."""

    def born(self, person_id: int) -> str:
        """The person's date of birth (ISO)."""

    def spells(self, person_id: int) -> Sequence[Row]:
        """Unbroken times of work, the earliest first: first_month, last_month ("YYYY-MM", both
        included), employer, base (cents a month)."""

    def notices(self, person_id: int) -> Sequence[Row]:
        """What they were asked to pay, the earliest first: reference (12 digits), first_month,
        last_month, amount and paid (cents), due_on (ISO)."""

    def notice(self, reference: str) -> Row | None:
        """The notice with this payment reference: as in `notices`, with person_id."""


class Payments(Protocol):
    """The payments that are kept; money in cents, days in ISO 8601."""

    def of(self, person_id: int) -> Sequence[Row]:
        """Every payment, the latest first: programme, due_on, amount, status (due, paid, returned
        or held), reason (a name of `data/reasons.yaml`, or empty) and account_end (the last digits
        of the account that it goes to) and kept_back (for what was paid too much; amount is without
        it)."""

    def overpaid(self, person_id: int) -> Sequence[Row]:
        """What is to be paid back, the earliest first: programme, amount, repaid, kept_back (of
        each payment), reason and decided_on."""
