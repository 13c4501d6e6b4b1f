"""What a small hotline has in place of the network, the records of an institution, and time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from conversation.turn import Turns
from conversation.understanding import Understands
from flows import Assurance, State
from intents import Said, Situation, Understood
from storage.conversations import Session
from storage.institution.errors import RecordsUnreachable
from storage.registry import SqlRegistry
from storage.rows import Row


class Attentive:
    """The understander, which also remembers what it understood last."""

    def __init__(self, understander: Understands) -> None:
        self._understander = understander
        self.understood: Understood | None = None

    def understand(self, said: Said, situation: Situation) -> Understood:
        self.understood = self._understander.understand(said, situation)
        return self.understood

    def elsewhere(self, said: Said, situation: Situation) -> Understood:
        return self._understander.elsewhere(said, situation)


class Identified(Turns):
    """Turns whose conversations begin with somebody identified."""

    begins_with = Assurance()

    def _state(self, session: Session, *about: Any) -> State:
        state = super()._state(session, *about)
        return state if session.version else replace(state, assurance=self.begins_with)


class Institution(SqlRegistry):
    """The registry of an institution that is down."""

    def claim(self, reference: str) -> Row | None:
        raise RecordsUnreachable("down")

    def person(self, insurance_number: str) -> Row | None:
        raise RecordsUnreachable("down")


class Network:
    """The telephone network, which knows of new SIMs."""

    def __init__(self, swapped: bool) -> None:
        self._swapped = swapped

    def swapped(self, phone: str) -> bool:
        """Says the same of every number."""
        return self._swapped


class Clock:
    """A clock on which a second passes between two looks."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def later(self, time: timedelta) -> None:
        """Let time pass."""
        self._now += time
