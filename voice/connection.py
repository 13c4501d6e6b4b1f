"""The socket of one call: who may open it, and the loop that lasts as long as the call."""

from __future__ import annotations

import time

import structlog

from voice import metrics
from voice.call import Call
from voice.crowding import Lag
from voice.socket import Closed, Socket
from voice.stream import Malformed, Media, Message, Start, Stop, read, write
from voice.switchboard import Caller, Switchboard
from voice.taking import LOOK_S

DEAD_S = 10.0
"""A stream brings 50 messages a second; after so many seconds without any it is dead."""
_POLICY = 1008  # WebSocket close code: refused
_MOST_MALFORMED = 500
_TELL_LAG_S = 0.2
"""How often a call says how late it is heard; doing so costs the more the more calls there are."""

_log = structlog.get_logger()


def serve(socket: Socket, board: Switchboard) -> None:
    """Run a call over an open socket; returns when it is over."""
    try:
        with board.tickets.opening() as expected:
            # Nobody holds a thread with a socket that no call was told to open.
            if not expected:
                return refuse(socket, "not announced")
            start = _start(socket)
    except Closed:
        return None
    if start is None:
        return refuse(socket, "no start")
    if start.encoding != "audio/x-mulaw" or start.sample_rate != 8000:
        return refuse(socket, "not mu-law")
    who = board.tickets.redeem(start.parameters.get("token", ""), start.call_sid)
    if who is None:
        return refuse(socket, "token")
    board.crowding.begin(who.call_sid)
    try:
        _run(socket, board, who, start)
    finally:
        board.crowding.break_off(who.call_sid)
        board.tickets.close(who.call_sid)
    socket.close()
    return None


def _run(socket: Socket, board: Switchboard, who: Caller, start: Start) -> None:
    call = Call(board, who, start.stream_sid, lambda message: socket.send(write(message)))
    try:
        call.start()
        inbox, lag, tell_at = Inbox(socket), Lag(), 0.0
        while not call.over:
            if call.more:
                call.send_next()
            message = inbox.next(0 if call.more else LOOK_S if call.waiting else DEAD_S)
            call.look()
            if isinstance(message, Stop):
                return
            if message is not None:
                call.hear(message)
                if isinstance(message, Media) and message.timestamp_ms is not None:
                    now = time.monotonic()
                    late_s = lag.after(message.timestamp_ms, socket.idle_at, now)
                    if now >= tell_at:
                        tell_at = now + _TELL_LAG_S
                        board.crowding.heard(who.call_sid, late_s)
            elif inbox.dead:
                metrics.REFUSED.labels(reason="dead").inc()
                return
    except Closed:
        pass  # a broken stream is no hang-up: the call goes on by webhooks, if it goes on
    except Exception:
        metrics.FAILURES.labels(where="call").inc()
        _log.exception("call failed on its stream")
    finally:
        call.close()


class Inbox:
    """Messages of a socket; what is none is counted and skipped."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._malformed = 0
        self._last = time.monotonic()

    @property
    def dead(self) -> bool:
        """Has nothing sensible come for too long?"""
        return self._malformed > _MOST_MALFORMED or time.monotonic() - self._last >= DEAD_S

    def next(self, timeout_s: float) -> Message | None:
        """The next message; None when there was none in time, or one that means nothing."""
        text = self._socket.receive(timeout_s)
        if text is None:
            return None
        try:
            message = read(text)
        except Malformed:
            self._malformed += 1
            metrics.SKIPPED.inc()
            return None
        self._last = time.monotonic()
        return message


def _start(socket: Socket) -> Start | None:
    """The message that says which call this is; nothing is kept before it."""
    inbox = Inbox(socket)
    until = time.monotonic() + DEAD_S
    while (left := until - time.monotonic()) > 0 and not inbox.dead:
        message = inbox.next(left)
        if isinstance(message, Start):
            return message
        if isinstance(message, Stop):
            break
    return None


def refuse(socket: Socket, reason: str) -> None:
    """Close a socket that has no business here; nothing of it is kept."""
    metrics.REFUSED.labels(reason=reason).inc()
    _log.warning("stream refused", reason=reason)
    socket.close(_POLICY, goodbye_s=0)  # whoever has no business here holds no thread
