"""Places the calls that we owe people, a few at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from conversation.call_backs import MOST_ATTEMPTS, CallBacks
from provider.sender import SendError
from storage.calls_out import CallOut, CallsOut

LEASE = timedelta(minutes=2)
"""How long a worker may take over placing one call before another may try it."""
LONGEST = timedelta(hours=2)
"""A call of whose end nobody told us is over after so long."""
MOST_AT_ONCE = 5
"""Calls of our own at a time: the other lines are for those who call us."""
RING_S = 25
"""Seconds that it rings; answering machines tend to begin later."""
_PAUSE_S = 1.0
_log = structlog.get_logger()


class CallPlacer(Protocol):
    """Has the provider place a call."""

    def place_call(
        self, from_: str, to: str, url: str, status_callback_url: str, ring_s: int
    ) -> str:
        """The CallSid. Raises SendError."""


class Calling:
    """The worker that empties the queue of calls."""

    def __init__(
        self,
        calls: CallsOut,
        call_backs: CallBacks,
        placer: CallPlacer,
        public_url: str,
        clock: Callable[[], datetime],
    ) -> None:
        """public_url: how the provider reaches this server, without a slash at its end."""
        self._calls = calls
        self._call_backs = call_backs
        self._placer = placer
        self._public_url = public_url
        self._clock = clock
        self._stopped = threading.Event()

    def place_due(self) -> int:
        """Place what is due now; answers how many calls were tried."""
        tried = 0
        if not self._calls.waits(self._clock()):
            return tried
        self._calls.forget_lost(self._clock())
        while not self._stopped.is_set():
            call = self._calls.next(self._clock(), LEASE, MOST_AT_ONCE)
            if call is None:
                break
            tried += self._place(call)
        return tried

    def start(self) -> None:
        """Place calls in the background until `stop`."""
        threading.Thread(target=self._run, name="calling", daemon=True).start()

    def stop(self) -> None:
        """Finish the call in hand and end."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(_PAUSE_S):
            try:
                self.place_due()
            except Exception:
                # The worker must outlive a full disk or a locked database.
                _log.exception("calls could not be placed")

    def _place(self, call: CallOut) -> bool:
        """Place one call, unless things have changed since it was promised."""
        now = self._clock()
        if not self._call_backs.may_ring(call.phone):
            self._calls.finish(call.id, "not wanted", now)
            return False
        if call.attempts > (1 if call.awaited else MOST_ATTEMPTS):
            self._calls.finish(call.id, "given up", now)
            return False
        opening = self._call_backs.next_time(now)
        if opening > now and not call.awaited:
            self._calls.postpone(call, opening)
            return False
        try:
            call_sid = self._placer.place_call(
                call.ours,
                call.phone,
                f"{self._public_url}/voice/incoming{_query(call)}",
                f"{self._public_url}/voice/called-back?n={call.id}",
                RING_S,
            )
        except SendError as error:
            if error.retry:
                self._call_backs.ended(call.id, str(error))
            else:
                self._calls.finish(call.id, str(error), now)
            return True
        self._calls.placed(call, call_sid, now + LONGEST)
        return True


def _query(call: CallOut) -> str:
    """Tells the server that answers the call what it is for."""
    return f"?for={call.purpose}" if call.purpose else ""
