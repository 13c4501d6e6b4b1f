"""What helping works with: made by `app.py`, which knows texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conversation.helping import Helping
from conversation.whispering import Whispering


@dataclass(frozen=True)
class Length:
    """What sending a text takes: `used` of `room` characters in so many `segments`."""

    segments: int
    used: int
    room: int


@dataclass(frozen=True)
class Help:
    """How staff help."""

    helping: Helping
    whispering: Whispering
    measure: Callable[[str], Length]
    """The length of a text as it would be sent."""
