"""How surely it is known who somebody is, and what that allows.

The levels are the hotline's own, in the spirit of NIST SP 800-63B-4 and not by its names: the keys
of a telephone are no protected channel.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """An assurance level; each includes those below it."""

    NONE = 0
    """Anyone: general information, a call back. The caller's number is a hint, never proof."""
    PHONE = 1
    """Insurance number and registered phone: appointments, a neutral status."""
    PIN = 2
    """PIN and one-time code: amounts, contributions, applications, the address."""
    STRONG = 3
    """As PIN, no recent SIM swap, and called back: a bank account or phone, which is then held."""


@dataclass
class Identity:
    """Who a conversation is with. A function that identifies somebody changes it, and what runs
    after that in the same turn sees it; nothing else writes to it."""

    level: int = Level.NONE
    person: int | None = None
    """The registry's id of the person whose matters these are."""
    helper: int | None = None
    """The registry's id of the person who speaks, where somebody else acts with consent."""
    claimed: str = ""
    """The insurance number that they say is theirs; nothing says yet whether it exists."""
    shown: tuple[str, ...] = ()
    """What has been proved of it so far: "pin", "code"."""

    def reaches(self, level: int) -> bool:
        """Is what needs this level allowed? A helper never does what needs the highest."""
        if self.helper is not None and level >= Level.STRONG:
            return False
        return self.level >= level and (level == Level.NONE or self.person is not None)
