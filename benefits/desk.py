"""Whether somebody is at the desk, and how long it takes until they are free."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from benefits.country import local
from benefits.function import Asked, function

RECENT = timedelta(hours=2)
"""Waits longer ago say nothing about now."""
FEWEST = 3
"""From so many waits on a promise can be made."""
KEPT_SHARE = 0.75
"""The share of recent waits that were no longer than what is promised."""


def promised(waits: Sequence[float]) -> int:
    """The minutes of waiting that can be promised after these waits (seconds); 0: none can."""
    if len(waits) < FEWEST:
        return 0
    longest = sorted(waits)[math.ceil(KEPT_SHARE * len(waits)) - 1]
    return max(1, math.ceil(longest / 60))


@function("desk.waiting", gives=("open", "minutes", "long", "opens_on", "opens"))
def waiting(asked: Asked) -> Mapping[str, Any]:
    """How long a person who can take over is waited for.

    minutes: 0 when it is not known. long: True when it is so long that a call-back is better.
    opens_on: ISO date, opens: "08:30"; now when it is open.
    """
    now = local(asked.now)
    opening = asked.desk.next_open(now)
    minutes = promised(asked.registry.handoff_waits(asked.now - RECENT))
    return {
        "open": opening == now,
        "minutes": minutes,
        "long": timedelta(minutes=minutes) >= asked.desk.patience,
        "opens_on": opening.date().isoformat(),
        "opens": f"{opening:%H:%M}",
    }
