"""Who is listened to when more people call than the machine can follow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from voice import metrics

_MOST_REFUSED = 10_000


@dataclass(frozen=True)
class Limits:
    """When a call moves to keys, and when it is listened to again; seconds."""

    late: float = 1.5
    """So far behind the clock a call may be heard before something has to give …"""
    between: float = 2.0
    """… and so long it is waited to see whether one call less was enough."""
    calm: float = 0.3
    """When no call is further behind than this …"""
    calm_for: float = 20.0
    """… for so long, one more is listened to again."""
    stale: float = 2.0
    """What a stream that has gone quiet said of itself counts no longer after so long."""


class Lag:
    """How far behind the clock a stream is heard.

    A stream is behind when its own time stamps say so and there is always something waiting to be
    read: a network that was late for a moment, and audio that comes faster than it was spoken, are
    no lag of ours.
    """

    def __init__(self) -> None:
        self._soonest: float | None = None

    def after(self, timestamp_ms: int, idle_at: float, now: float) -> float:
        """Seconds behind, after audio with this time stamp; idle_at: when the stream last had
        nothing waiting to be read, like `now` in monotonic seconds."""
        arrived = now - timestamp_ms / 1000
        self._soonest = arrived if self._soonest is None else min(self._soonest, arrived)
        return max(0.0, min(arrived - self._soonest, now - idle_at))


class Crowding:
    """Knows which calls are served by keys because there are too many. Thread-safe.

    The newest calls move first: whoever has begun to speak may go on.
    """

    def __init__(
        self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """clock: seconds that only grow."""
        self._limits = limits or Limits()
        self._clock = clock
        self._lock = threading.Lock()
        self._lags: dict[str, tuple[float, float]] = {}
        """By call, newest last: seconds behind, and when that was."""
        self._deaf: list[str] = []
        self._refused: dict[str, None] = {}
        self._moved_at = float("-inf")
        self._calm_since: float | None = None

    def begin(self, call_sid: str) -> None:
        """A call has a stream."""
        with self._lock:
            self._lags[call_sid] = 0.0, self._clock()
            self._refused.pop(call_sid, None)

    def refuse(self, call_sid: str) -> None:
        """There was no stream for a call: it is served by keys to its end."""
        with self._lock:
            self._refuse(call_sid)

    def break_off(self, call_sid: str) -> None:
        """The stream is over; a call that went by keys goes on so, if it goes on."""
        with self._lock:
            self._lags.pop(call_sid, None)
            if call_sid in self._deaf:
                self._deaf.remove(call_sid)
                self._refuse(call_sid)
            self._gauge()

    def end(self, call_sid: str) -> None:
        """The call is over."""
        with self._lock:
            self._lags.pop(call_sid, None)
            self._refused.pop(call_sid, None)
            if call_sid in self._deaf:
                self._deaf.remove(call_sid)
            self._gauge()

    def deaf(self, call_sid: str) -> bool:
        """Is this call served by keys?"""
        with self._lock:
            return call_sid in self._deaf or call_sid in self._refused

    def heard(self, call_sid: str, lag_s: float) -> None:
        """A call was heard so many seconds late."""
        now = self._clock()
        with self._lock:
            if call_sid not in self._lags:
                return
            self._lags[call_sid] = lag_s, now
            fresh = now - self._limits.stale
            worst = max(lag for lag, at in self._lags.values() if at >= fresh)
            metrics.LAG.set(worst)
            if worst >= self._limits.late:
                self._calm_since = None
                self._move(now)
            elif worst > self._limits.calm:
                self._calm_since = None
            elif self._calm_since is None:
                self._calm_since = now
            elif now - self._calm_since >= self._limits.calm_for and self._deaf:
                self._calm_since = now
                self._deaf.pop(0)
                self._gauge()

    def _move(self, now: float) -> None:
        listened = [call for call in self._lags if call not in self._deaf]
        if listened and now - self._moved_at >= self._limits.between:
            self._moved_at = now
            self._deaf.append(listened[-1])
            metrics.FALLBACKS.labels(reason="late").inc()
            self._gauge()

    def _refuse(self, call_sid: str) -> None:
        self._refused[call_sid] = None
        while len(self._refused) > _MOST_REFUSED:
            del self._refused[next(iter(self._refused))]

    def _gauge(self) -> None:
        metrics.BY_KEYS.set(len(self._deaf))
