"""Whether a telephone number has moved to another SIM not long ago, as thieves of numbers do it."""

from __future__ import annotations

from typing import Protocol


class SimSwaps(Protocol):
    """Asks the network; `provider.sim_swap` does it over HTTP."""

    def swapped(self, phone: str) -> bool | None:
        """Has this number (E.164) a new SIM? None when the network does not say."""
