"""What the telephone provider takes for calls and texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from storage.figures.talk import Entry


class Priced(Protocol):
    """Settings, as far as they are prices."""

    price_minute: Decimal
    price_segment_in: Decimal
    price_segment_out: Decimal
    price_currency: str


@dataclass(frozen=True)
class Prices:
    """Of one begun minute of a call, and of one segment that comes in and goes out."""

    minute: Decimal = Decimal(0)
    segment_in: Decimal = Decimal(0)
    segment_out: Decimal = Decimal(0)
    currency: str = "USD"
    """ISO 4217."""

    @staticmethod
    def of(settings: Priced) -> Prices:
        """The prices that are set."""
        return Prices(
            settings.price_minute,
            settings.price_segment_in,
            settings.price_segment_out,
            settings.price_currency,
        )

    @property
    def known(self) -> bool:
        """Has anybody said what things cost?"""
        return bool(self.minute or self.segment_in or self.segment_out)

    def cost(self, totals: Mapping[Entry, int]) -> Decimal:
        """What conversations with these figures cost. Each call is charged by the begun minute."""
        return (
            self.minute * totals.get(("minutes", "", ""), 0)
            + self.segment_in * totals.get(("segments", "", "in"), 0)
            + self.segment_out * totals.get(("segments", "", "out"), 0)
        )
