"""The clock of a call: one tick for every 20 ms of audio."""

from __future__ import annotations

import time

FRAME_S = 0.02
FRAME_BYTES = 160  # 20 ms of mu-law at 8 kHz


class Clock:
    """Ticks every 20 ms divided by `speed`; 1.0 is real time."""

    def __init__(self, speed: float = 1.0, prompt_speed: float | None = None) -> None:
        """prompt_speed: that of ticks in which a prompt is played; the same without it."""
        self.frame_s = FRAME_S / speed
        """Real seconds from tick to tick."""
        self._prompt_frame_s = FRAME_S / (prompt_speed or speed)
        self._next = time.monotonic()

    def tick(self, prompt: bool = False) -> None:
        """Wait until the next tick is due. A late tick is not made up for beyond a few frames."""
        now, frame_s = time.monotonic(), self._prompt_frame_s if prompt else self.frame_s
        self._next = max(self._next + frame_s, now - 10 * frame_s)
        if self._next > now:
            time.sleep(self._next - now)
