"""Conversations given to a person: what the person is told, and how long people wait for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from benefits.desk import RECENT, promised
from benefits.hours import Desk
from conversation.summary import Summary
from conversation.telling import sentences
from storage.database import Write
from storage.handoffs import Handoffs


@dataclass(frozen=True)
class Handover:
    """A conversation that waits for a person, or has found one."""

    session_id: str
    summary: Summary
    waiting_s: float
    """How long it has waited by now, in seconds, or waited until a person took over."""


class HandingOver:
    """Keeps hand-offs, and what became of them."""

    def __init__(
        self, handoffs: Handoffs, desk: Desk, staff_language: str, clock: Callable[[], datetime]
    ) -> None:
        self._handoffs = handoffs
        self.desk = desk
        self.staff_language = staff_language
        self._clock = clock

    def given(self, session_id: str, queue: str, summary: Summary, now: datetime) -> Write:
        """To be written with the turn that hands over."""
        return self._handoffs.add(session_id, queue, summary.to_json(), now)

    def find(self, session_id: str) -> Handover | None:
        """The hand-off of a conversation, None when it has none."""
        stored = self._handoffs.get(session_id)
        if stored is None:
            return None
        waiting = stored.waited_s
        if waiting is None:
            waiting = max(0, round((self._clock() - stored.at).total_seconds()))
        return Handover(session_id, Summary.from_json(stored.summary), waiting)

    def last_topic(self, call_sid: str) -> str | None:
        """What a call was about when it was last handed over."""
        summary = self._handoffs.last_summary(call_sid)
        return Summary.from_json(summary).topic if summary else None

    def told(self, handover: Handover) -> list[str]:
        """What the person who takes over hears or reads, a sentence a line."""
        return sentences(handover.summary, self.staff_language, handover.waiting_s)

    def taken(self, handover: Handover, waited_s: int | None = None) -> None:
        """A person has taken over after so many seconds; None: just now. The first word counts."""
        waited = handover.waiting_s if waited_s is None else waited_s
        self._handoffs.taken(handover.session_id, round(waited))

    def ended(self, session_id: str, result: str) -> None:
        """Nobody took over, for this reason of the provider's."""
        self._handoffs.ended(session_id, result[:32])

    def minutes(self) -> int:
        """The minutes that can be promised to who wants a person now; 0: none can."""
        return promised(self._handoffs.waits(self._clock() - RECENT))
