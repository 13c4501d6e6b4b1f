"""Who is called back by ourselves, and when: the rules, and the promise that is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from benefits.country import local
from benefits.hours import Hours
from benefits.phones import is_ordinary
from storage.calls_out import CallsOut
from storage.texts import Texts

MOST_ATTEMPTS = 3
"""How often a number that is busy or does not answer is tried."""
TRY_AGAIN = timedelta(minutes=5)
"""Time from a try without an answer to the next; longer after each."""
_HANDSET_DOWN = timedelta(seconds=5)
"""Who has let it ring needs a moment until the line is free."""
_REACHED = frozenset({"completed", "in-progress"})
_log = structlog.get_logger()


@dataclass(frozen=True)
class Rules:
    """What an operator decides about the calls that we place by ourselves."""

    hours: Hours = field(default_factory=lambda: Hours.parse("mon-sun 08:00-20:00"))
    """When people may be rung, on the country's clocks; a call owed outside waits for them."""
    most_a_day: int = 3
    """Calls promised to one number within 24 hours."""
    apart: timedelta = timedelta(minutes=10)
    """From the end of one call to a number to the next."""
    most_an_hour: int = 120
    """Calls promised to all numbers together, which bounds what forged numbers can cost."""


class CallBacks:
    """Promises calls, and hears how they ended."""

    def __init__(
        self,
        calls: CallsOut,
        texts: Texts,
        our_number: str,
        rules: Rules,
        clock: Callable[[], datetime],
    ) -> None:
        """our_number: the one that sends texts, to which people write STOP."""
        self._calls = calls
        self._texts = texts
        self._our_number = our_number
        self._rules = rules
        self._clock = clock

    def ask(self, cause: str, ours: str, phone: str) -> datetime | None:
        """Promise to ring `phone` from `ours`: the time of the call (UTC), or None for no call.

        cause: what the call is owed to, such as the CallSid of a missed call; asked for again, the
        same cause is answered the same and owed nothing more. Withheld, foreign, premium and
        special numbers get no call, nor do those that have written STOP or had their share.
        """
        now = self._clock()
        promised = self._calls.due_at(cause)
        if promised is not None or not self.may_ring(phone):
            return promised
        due = self.next_time(now + _HANDSET_DOWN)
        waiting = self._calls.sooner(phone, due)
        if waiting is not None:
            return waiting
        recent = self._calls.recent(phone, now - timedelta(days=1), now - timedelta(hours=1))
        if recent.of_number >= self._rules.most_a_day or recent.of_all >= self._rules.most_an_hour:
            _log.warning("no call back: too many", of_all=recent.of_all)
            return None
        if recent.last_of_number is not None:
            due = self.next_time(max(due, recent.last_of_number + self._rules.apart))
        if self._calls.add(cause, ours, phone, now, due):
            return due
        # Another request was faster: for this cause, or for this number.
        return self._calls.due_at(cause) or self._calls.sooner(phone, due)

    def may_ring(self, phone: str) -> bool:
        """May this number (E.164) be rung at all?"""
        return is_ordinary(phone) and not self._texts.opted_out(self._our_number, phone)

    def next_time(self, at: datetime) -> datetime:
        """The first moment from `at` on at which people may be rung (UTC)."""
        opening = self._rules.hours.next_opening(local(at))
        return opening.astimezone(UTC) if opening.tzinfo else opening

    def ended(self, call_id: int, status: str) -> None:
        """The provider's last word on a call: its CallStatus. Said twice, it changes nothing."""
        call = self._calls.going_on(call_id)
        if call is None:
            return
        now = self._clock()
        if status in _REACHED or call.attempts >= MOST_ATTEMPTS or call.awaited:
            self._calls.finish(call_id, status, now)
        else:
            self._calls.again(call_id, status, self.next_time(now + TRY_AGAIN * call.attempts))
