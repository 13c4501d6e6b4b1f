"""The clock of a call: one tick for every 20 ms of audio."""

from __future__ import annotations

import time

FRAME_S = 0.02
FRAME_BYTES = 160  # 20 ms of mu-law at 8 kHz


class Clock:
    """Ticks every 20 ms divided by `speed`; 1.0 is real time."""

    def __init__(self, speed: float = 1.0) -> None:
        self.frame_s = FRAME_S / speed
        """Real seconds from tick to tick."""
        self._next = time.monotonic()

    def tick(self) -> None:
        """Wait until the next tick is due. A late tick is not made up for beyond a few frames."""
        now = time.monotonic()
        self._next = max(self._next + self.frame_s, now - 10 * self.frame_s)
        if self._next > now:
            time.sleep(self._next - now)
