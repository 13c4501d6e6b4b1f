"""Asking somebody who may be slow or down: time-outs, few retries, a circuit breaker."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from typing import TypeVar

import structlog

from storage.institution.breaker import Breaker
from storage.institution.errors import Failed, RecordsUnreachable
from storage.institution.metrics import REQUESTS, SECONDS

_log = structlog.get_logger()
_Answer = TypeVar("_Answer")

MOST_TRIES = 3
FIRST_PAUSE_S = 0.1
"""Before the second try; twice that before the third, each less a random part."""
_LEAST_S = 0.05
"""With less time left nothing is begun."""


class Patience:
    """The time that one turn of a conversation may spend on waiting, from its first question on."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._until: float | None = None

    @property
    def left(self) -> float:
        """Seconds."""
        if self._until is None:
            self._until = self._clock() + self._seconds
        return max(0.0, self._until - self._clock())


class Resilience:
    """Runs requests that may be sent twice without harm, as reads are; shared by all threads."""

    def __init__(self, timeout_s: float, breaker: Breaker, threads: int) -> None:
        """timeout_s: of one try. threads: as many requests are under way at once; further ones
        wait, within their time."""
        self._timeout = timeout_s
        self._breaker = breaker
        # Sockets time out between two bytes, and looking up a name not at all: only somebody who
        # waits beside can promise that a caller does not wait longer.
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="institution")

    def ask(self, request: Callable[[float], _Answer], patience: Patience) -> _Answer:
        """What `request` answers. It is given the seconds that it has and raises Failed.

        Raises RecordsUnreachable when no try succeeded in time.
        """
        for number in range(MOST_TRIES):
            if patience.left < _LEAST_S:
                raise RecordsUnreachable("no time left")
            if not self._breaker.admits():
                REQUESTS.labels("left_alone").inc()
                raise RecordsUnreachable("left alone for a while")
            try:
                return self._once(request, min(self._timeout, patience.left))
            except Failed as error:
                _log.warning("institution's registry failed", reason=error.reason)
                # Full jitter: callers who failed together do not come back together.
                pause = max(error.after_s, random.uniform(0.2, 1) * FIRST_PAUSE_S * 2**number)
                if not error.again or number == MOST_TRIES - 1 or pause >= patience.left:
                    raise RecordsUnreachable(error.reason) from error
            time.sleep(pause)
        raise AssertionError("the last try raises or answers")

    def _once(self, request: Callable[[float], _Answer], seconds: float) -> _Answer:
        began = time.monotonic()
        outcome = "failed"
        future: Future[_Answer] = self._pool.submit(request, seconds)
        try:
            answer = future.result(seconds)
            outcome = "answered"
        except NotInTime:
            future.cancel()
            outcome = "timeout"
            raise Failed(outcome) from None
        except Failed as error:
            outcome = error.reason
            raise
        finally:
            # Whatever it was, the breaker is told: a trial of which nothing is heard stays one.
            if outcome == "answered":
                self._breaker.succeeded()
            else:
                self._breaker.failed()
            REQUESTS.labels(outcome).inc()
            SECONDS.observe(time.monotonic() - began)
        return answer
