"""A circuit breaker: whoever does not answer is left alone for a while.

Own code, since it is a screenful: pybreaker keeps its waits fixed, lets its own exceptions through
the code that it guards, and would want another lock around the one trial that we allow.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

State = Literal["closed", "half_open", "open"]

MOST_FAILURES = 5
"""Failures in a row that open it."""
FIRST_PAUSE_S = 10.0
LONGEST_PAUSE_S = 120.0


class Breaker:
    """Closed, everybody may ask. After some failures in a row it is open, and nobody may for a
    pause; then, half open, one may try. Its success closes it, its failure opens it for twice as
    long. Shared by all threads."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        changed: Callable[[State], None] = lambda state: None,
    ) -> None:
        """clock: seconds that only grow. changed: told of every new state, one at a time."""
        self._clock = clock
        self._changed = changed
        self._lock = threading.Lock()
        self._failures = 0
        self._pause = FIRST_PAUSE_S
        self._opened_at = 0.0
        self._state: State = "closed"

    @property
    def state(self) -> State:
        """As it was last set: an open one becomes half open when somebody asks."""
        return self._state

    def admits(self) -> bool:
        """May this caller ask now? Whoever is admitted says how it went."""
        with self._lock:
            if self._state == "closed":
                return True
            # A trial that never says how it went must not keep everybody out for ever.
            if self._clock() - self._opened_at < self._pause:
                return False
            self._opened_at = self._clock()
            self._become("half_open")
            return True

    def succeeded(self) -> None:
        """An answer came."""
        with self._lock:
            self._failures, self._pause = 0, FIRST_PAUSE_S
            self._become("closed")

    def failed(self) -> None:
        """No answer, or none that can be used."""
        with self._lock:
            self._failures += 1
            if self._state == "half_open":
                self._pause = min(2 * self._pause, LONGEST_PAUSE_S)
            elif self._state == "open" or self._failures < MOST_FAILURES:
                return
            self._opened_at = self._clock()
            self._become("open")

    def _become(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self._changed(state)
