"""What `benefits/` needs to know of what people have shown, whoever keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol


class Identities(Protocol):
    """PINs, codes and what was tried. What this turn adds is seen from the next one on."""

    def tried(self, number: str, line: str, channel: str, what: str, outcome: str) -> None:
        """Write down what was tried, never what was entered. number: the insurance number that was
        claimed. line: the caller's number (E.164), or empty. what: number, pin, code, code_sent,
        level, letter, letter_code or pin_chosen."""

    def numbers_tried(self, line: str, since: datetime) -> Sequence[Mapping[str, Any]]:
        """The insurance numbers that were claimed on this line since then, oldest first: print (a
        fingerprint), at (datetime) and outcome. Of a line that is exempt none are known."""

    def print_of(self, number: str) -> str:
        """The fingerprint of an insurance number."""

    def tries(self) -> int:
        """How often a proof was wrong in this conversation."""

    def failures(self, number: str) -> Mapping[str, Any]:
        """How often in a row proofs for this number were wrong, whether or not it is anybody's:
        count, at (datetime, None for never) and here (was the last one in this conversation?)."""

    def failed(self, number: str) -> None:
        """One more."""

    def succeeded(self, number: str) -> None:
        """The row of failures is over."""

    def pin_fits(self, person_id: int | None, pin: str) -> bool:
        """Is it this person's PIN? Takes as long for nobody, and for somebody without one."""

    def phones(self, person_id: int) -> Sequence[str]:
        """The registered numbers, E.164."""

    def codes_since(self, person_id: int, since: datetime) -> int:
        """How many codes were sent to this person since then, or were to be brought by a call."""

    def new_code(self, person_id: int, lasts: timedelta, via: str) -> str:
        """A code of six digits, which takes the place of any before it. via: text or call."""

    def call_with_code(self, person_id: int, phone: str) -> None:
        """Have this phone (E.164) rung, to read out a code to whoever presses a key there."""

    def call_back(self, phone: str, after: timedelta) -> None:
        """Have this phone (E.164) rung, so that whoever speaks there is at it."""

    def wanted_code(self, phone: str, since: datetime) -> int | None:
        """For whom a code is to be read out on this phone; None for nobody (any more)."""

    def code_was_read(self, phone: str, since: datetime) -> None:
        """It has been."""

    def code_waits(self, person_id: int) -> bool:
        """Is there a code that is still good?"""

    def code_fits(self, person_id: int, code: str) -> str:
        """right, wrong or expired, which is said of the right one only; that is good once."""
