"""What staff propose to learn, as plain values, and why something of it cannot be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

OPEN, ACCEPTED, ROLLED_BACK = "open", "accepted", "rolled_back"


class Taught(NamedTuple):
    """A sentence and what it means; an empty intent: none of ours."""

    language: str
    intent: str
    text: str


class AlreadyTaught(Exception):
    """Somebody else was faster: who, and what became of the words (a status, or an intent)."""

    def __init__(self, by: str, what: str) -> None:
        super().__init__(f"{by} has decided about these words already: {what}")
        self.by, self.what = by, what


class NotAccepted(Exception):
    """Why a change set is not accepted, or not taken back: closed, empty, own or untried."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the change set cannot be decided about: {why}")
        self.why = why


@dataclass(frozen=True)
class Proposal:
    """One example of a change set."""

    id: int
    change_set: int
    taught: Taught
    misunderstood: int | None
    """The row of the queue that it comes from."""
    by: str
    at: str


@dataclass(frozen=True)
class ChangeSet:
    """Examples that come into force together."""

    id: int
    status: str
    opened_at: str
    decided_by: str
    decided_at: str
    undone_by: str
    undone_at: str
