"""A growing wait after wrong passwords."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FREE = 5
"""Wrong attempts before there is a wait."""
LONGEST = 15 * 60.0
_FORGOTTEN = 60 * 60.0
_MOST = 10_000


class Throttle:
    """Counts failures by key, in the memory of this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """clock: seconds that only grow."""
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[str, tuple[int, float]] = {}

    def wait(self, key: str) -> float:
        """Seconds until the next attempt is heard; 0 when it may be made now."""
        with self._lock:
            count, at = self._failures.get(key, (0, 0.0))
        if count < FREE:
            return 0.0
        # 2, 4, 8 … seconds; the exponent is bounded so that no count overflows.
        pause = min(LONGEST, 2.0 ** min(count - FREE + 1, 20))
        return max(0.0, at + pause - self._clock())

    def failed(self, key: str) -> None:
        """A wrong attempt."""
        now = self._clock()
        with self._lock:
            count, at = self._failures.pop(key, (0, 0.0))
            if now - at > _FORGOTTEN:
                count = 0
            self._failures[key] = (count + 1, now)  # last in the dict: the oldest go first
            if len(self._failures) > _MOST:
                self._failures.pop(next(iter(self._failures)))

    def succeeded(self, key: str) -> None:
        """The right password: what went before is forgiven."""
        with self._lock:
            self._failures.pop(key, None)
