"""Turns are taken beside the line, so that a slow back end leaves nobody on a dead one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from conversation.reply import Reply

AT_ONCE_S = 0.1
"""Nearly every turn takes a few milliseconds, and is waited for on the spot."""
LOOK_S = 0.02
"""How often a longer turn is looked after, where no audio comes to remind of it."""


class Taking:
    """Takes the turns of all calls, on threads of its own: they are reused from turn to turn, and
    a back end that hangs holds none of the web server's."""

    def __init__(self, most: int) -> None:
        """most: turns at a time; further ones wait, and their callers are told so."""
        self._pool = ThreadPoolExecutor(most, thread_name_prefix="turn")
        self._lock = threading.Lock()
        self._taken: dict[str, Future[Reply]] = {}

    def begin(self, event: str, take: Callable[[], Reply]) -> Future[Reply]:
        """Take a turn. An event that comes again while it is being taken is not taken twice."""
        with self._lock:
            turn = self._taken.get(event)
            if turn is not None:
                return turn
            turn = self._taken[event] = self._pool.submit(take)
        turn.add_done_callback(lambda _: self._done(event))  # at once where it is done already
        return turn

    def under_way(self, event: str) -> Future[Reply] | None:
        """The turn of this event, while it is being taken."""
        with self._lock:
            return self._taken.get(event)

    def close(self) -> None:
        """Finish the turns in hand and end."""
        self._pool.shutdown()

    def _done(self, event: str) -> None:
        with self._lock:
            self._taken.pop(event, None)


class Wait:
    """One wait for a turn: whether it is over, and when the caller should be told to wait on."""

    def __init__(self, turn: Future[Reply], first_s: float, then_s: float, most_s: float) -> None:
        """first_s, then_s: seconds to the first filler, and from one to the next. most_s: seconds
        after which the turn counts as lost."""
        self._turn = turn
        self._then_s = then_s
        self.began = time.perf_counter()
        self._next = self.began + first_s
        self._lost = self.began + most_s
        self._fillers = 0

    def reply(self, patience_s: float = 0.0) -> Reply | None:
        """The reply once it is there, after `patience_s` seconds at most.

        Raises what the turn raised, and TimeoutError for a turn that is lost.
        """
        if not self._turn.done() and patience_s:
            wait([self._turn], patience_s)
        if self._turn.done():
            return self._turn.result()
        if time.perf_counter() >= self._lost:
            raise TimeoutError("a turn takes too long")
        return None

    def filler(self) -> int:
        """The number of the filler that is due now, from 1; 0 when none is."""
        now = time.perf_counter()
        if now < self._next:
            return 0
        self._next = now + self._then_s
        self._fillers += 1
        return self._fillers
