"""The rules of proving who somebody is: how many tries, how long to wait, how many codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from benefits.checks.written import limit

TRIES = 3
"""Wrong proofs in one conversation; after that it proves nobody any more."""
MOST_FAILURES = 10
"""Wrong proofs in a row after which only an office helps."""
WAITS = {3: 1, 4: 5, 5: 5, 6: 15, 7: 15, 8: 60, 9: 60}
"""Minutes to wait before another conversation, by the wrong proofs in a row."""
CODE_LASTS = timedelta(minutes=5)
CALL_COUNTS = timedelta(minutes=10)
"""How long a call that is to bring a code may take to be answered."""
HANDSET_DOWN = timedelta(seconds=8)
"""Until we ring somebody who has yet to hang up."""
CODES_AN_HOUR = 3
HOUR = timedelta(hours=1)
NUMBERS_AN_HOUR = limit("many_numbers", "an_hour")
"""Insurance numbers that one line may try …"""
SLOWED_DOWN = timedelta(minutes=limit("many_numbers", "slowed_minutes"))
"""… the time that a further one takes …"""
BLOCKED_FROM = limit("many_numbers", "blocked_from")
"""… and how many make the line useless for a day."""
BLOCKED_FOR = timedelta(hours=limit("many_numbers", "blocked_hours"))
WITHHELD = 6
"""How many times as much may be tried by all callers together who hide their number."""


def minutes_to_wait(failures: Mapping[str, Any], now: datetime) -> int:
    """Minutes from now until a proof for this number is looked at again; 0: it is now."""
    if failures["here"] or failures["at"] is None:
        return 0
    until = failures["at"] + timedelta(minutes=WAITS.get(failures["count"], 0))
    return minutes(until - now)


def minutes(time: timedelta) -> int:
    """Whole minutes, rounded up; 0 for what has passed."""
    return max(0, ceil(time / timedelta(minutes=1)))
