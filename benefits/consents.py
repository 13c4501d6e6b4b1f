"""What `benefits/` needs to know of who may act for whom, whoever keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Consents(Protocol):
    """Consents to act for somebody. What this turn adds is seen from the next one on."""

    def of(self, person_id: int) -> Sequence[Mapping[str, Any]]:
        """Those that this person gave and has not withdrawn, newest first: id, helper_id, scope,
        ts (ISO) and name (of the helper)."""

    def allows(self, person_id: int, helper_id: int) -> bool:
        """May the one act for the other?"""

    def give(self, person_id: int, helper_id: int, purpose: str, scope: str, channel: str) -> None:
        """Let somebody act for a person."""

    def withdraw(self, person_id: int) -> None:
        """Nobody may act for this person any more."""

    def name(self, person_id: int) -> str:
        """What somebody is called: the given name."""
