"""How people are understood now: one understander gives way to the next between turns."""

from __future__ import annotations

from typing import Protocol

from intents import Said, Situation, Understood


class Understands(Protocol):
    """What a turn needs of an `intents.Understander`."""

    def understand(self, said: Said, situation: Situation) -> Understood: ...
    def elsewhere(self, said: Said, situation: Situation) -> Understood: ...


class Changing:
    """Understands as the newest understander does. A change is one assignment: an utterance is
    understood by the one before or the one after, and waits for neither."""

    def __init__(self, first: Understands) -> None:
        self.now = first

    def understand(self, said: Said, situation: Situation) -> Understood:
        return self.now.understand(said, situation)

    def elsewhere(self, said: Said, situation: Situation) -> Understood:
        return self.now.elsewhere(said, situation)
