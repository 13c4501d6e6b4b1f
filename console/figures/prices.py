"""What conversations cost: the provider's prices times what they took."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from console.flow_measures import Prices
from storage.figures.talk import Entry


def cost(prices: Prices, totals: Mapping[Entry, int]) -> Decimal:
    """What conversations with these figures cost, in the currency of the prices.

    Each call is charged by the begun minute, each text by the segment: those in, answers, and those
    sent beside answers.
    """
    segments = sum(totals.get(("segments", "", way), 0) for way in ("in", "out", "own"))
    return prices.minute * totals.get(("minutes", "", ""), 0) + prices.segment * segments
