"""Sends the texts of the outbox, one after another, and tries again later what failed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from conversation import practice
from provider.sender import SendError
from storage.outbox import Outbox, Waiting
from storage.texts import Texts

LEASE = timedelta(minutes=2)
"""How long a worker may take over one text before another may try it."""
MOST_ATTEMPTS = 6
OPTED_OUT = 21610
"""The provider's code for a person who has asked it for no more texts."""
_PAUSE_S = 1.0
_log = structlog.get_logger()


class TextSender(Protocol):
    """Hands a text to the provider."""

    def send_text(self, from_: str, to: str, body: str) -> str:
        """The provider's id of the message. Raises SendError."""


class Outbound:
    """The worker that empties the outbox."""

    def __init__(
        self,
        outbox: Outbox,
        texts: Texts,
        sender: TextSender,
        our_number: str,
        clock: Callable[[], datetime],
        shorten: Callable[[str], str],
        segments: Callable[[str], int],
        local: Callable[[datetime], datetime],
    ) -> None:
        """shorten: rewrites a text so that it costs the fewest segments. segments: how many a text
        takes. local: a time on the country's clocks."""
        self._outbox = outbox
        self._texts = texts
        self._sender = sender
        self._our_number = our_number
        self._clock = clock
        self._shorten = shorten
        self._segments = segments
        self._local = local
        self._stopped = threading.Event()

    def send_due(self) -> int:
        """Send what is due now; answers how many texts were tried."""
        tried = 0
        while not self._stopped.is_set():
            waiting = self._outbox.next(self._clock(), LEASE)
            if waiting is None:
                break
            self._send(waiting)
            tried += 1
        return tried

    def start(self) -> None:
        """Send in the background until `stop`."""
        threading.Thread(target=self._run, name="outbound", daemon=True).start()

    def stop(self) -> None:
        """Finish the text in hand and end."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(_PAUSE_S):
            try:
                self.send_due()
            except Exception:
                # The worker must outlive a full disk or a locked database.
                _log.exception("outbox could not be emptied")

    def _send(self, waiting: Waiting) -> None:
        now = self._clock()
        if waiting.practice:
            # Shown on the practice telephone: nothing of it may go to anybody's own.
            self._outbox.sent(waiting, practice.LINE, now, self._local(now).date(), 0)
            return
        if self._texts.opted_out(self._our_number, waiting.to):
            self._outbox.given_up(waiting, "opted out", now)
            return
        try:
            body = self._shorten(waiting.body)
            provider_id = self._sender.send_text(self._our_number, waiting.to, body)
        except SendError as error:
            if error.code == OPTED_OUT:
                # Told to the provider and not to us: kept, so that it is not tried again.
                self._texts.opt_out(self._our_number, waiting.to, "provider", now)
            if error.retry and waiting.attempts + 1 < MOST_ATTEMPTS:
                pause = timedelta(seconds=30 * 2**waiting.attempts)
                self._outbox.retry(waiting, str(error), now + pause)
            else:
                self._outbox.given_up(waiting, str(error), now)
            return
        day = self._local(now).date()
        self._outbox.sent(waiting, provider_id, now, day, self._segments(body))
