"""What a check finds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = Mapping[str, Any]
Limits = Mapping[str, int]


@dataclass(frozen=True)
class Finding:
    """Something that a person of the institution has to look at."""

    key: str
    """What it is about, in the same words whenever it is found."""
    facts: Row
    """What staff read; anything that JSON holds. It is looked at anew only when these change."""
    person: int | None = None
    flags: tuple[str, ...] = ()
    """More than the name of the check."""

    @property
    def digest(self) -> str:
        """The same for the same facts."""
        told = json.dumps([self.facts, self.flags], sort_keys=True, default=str)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


Look = Callable[[Sequence[Row], Limits, date], Iterator[Finding]]
"""look(rows, limits, today): pure, whatever the order of the rows."""
