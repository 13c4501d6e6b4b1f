"""One telephone call as the provider holds it: its numbers, its clock and where it stands."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal

from provider.standin.caller import Caller
from provider.standin.clock import FRAME_S, Clock
from provider.standin.errors import StandinError
from provider.standin.ids import new_sid
from provider.standin.server import Answer, Server
from provider.standin.stream import MediaStream

Place = Literal["ringing", "talking", "stream", "gather", "record", "queue", "dial", "ended"]
KeepRecording = Callable[[bytes], str]
"""Takes mu-law audio and answers the URL at which the server will find it."""

_SETTLED_S = 0.1  # this long after the last mark nothing more belongs to the same prompt


class HungUp(Exception):
    """The caller has put the receiver down."""


@dataclass
class Line:
    """What the verbs of TwiML work on. Written by the thread of the call, read by others."""

    server: Server
    number: str
    to: str
    clock: Clock
    keep_recording: KeepRecording | None = None
    outbound: bool = False
    """True when `to`, the server's number, rings `number`; else the other way round."""
    answered: bool = False
    """False until something is said: a call that was refused before costs nobody anything."""
    sid: str = field(default_factory=lambda: new_sid("CA"))
    caller: Caller = field(default_factory=Caller)
    place: Place = "ringing"
    seconds: float = 0.0
    """How long the call has lasted, by its own clock."""
    stream: MediaStream | None = None
    words: list[str] = field(default_factory=list)
    """What the provider's own voice said, and the addresses of what it played."""
    complaints: list[str] = field(default_factory=list)
    """Status callbacks that the server did not take."""
    hung_up: threading.Event = field(default_factory=threading.Event)
    person: threading.Event = field(default_factory=threading.Event)
    """Set when the person that the call was handed to has finished."""
    person_result: str = ""
    picked_up: threading.Event = field(default_factory=threading.Event)
    """Set when the person takes the receiver off; the call is put through then."""
    whispered: list[str] = field(default_factory=list)
    """What the person alone heard before."""
    task: str = ""
    """The JSON that went to the workflow with the call."""
    queue_position: int = 1
    """The place in the queue, from 1, that is told when the server is asked what to play there."""
    _interrupting: float | None = None
    """While the caller acts into a prompt: when the buffer had last been emptied before."""
    _awaiting_since: float = 0.0
    _quiet_since: float = 0.0
    _callbacks: list[threading.Thread] = field(default_factory=list)

    def fields(self, **more: str) -> dict[str, str]:
        """The fields of a webhook request in this call."""
        from_, to = (self.to, self.number) if self.outbound else (self.number, self.to)
        return {
            "CallSid": self.sid,
            "AccountSid": self.server.account_sid,
            "From": from_,
            "To": to,
            "Caller": from_,
            "Called": to,
            "CallStatus": "in-progress",
            "Direction": "outbound-api" if self.outbound else "inbound",
            "ApiVersion": "2010-04-01",
        } | more

    def post(self, url: str, **fields: str) -> Answer:
        """A webhook of this call."""
        return self.server.post(url, self.fields(**fields))

    def notify(self, url: str, **fields: str) -> None:
        """A status callback: the call does not wait for it."""
        thread = threading.Thread(target=self._call_back, args=(url, fields), daemon=True)
        self._callbacks.append(thread)
        thread.start()

    def settle(self) -> None:
        """Wait for the status callbacks that are under way."""
        for thread in self._callbacks:
            thread.join()

    def tick(self, prompt: bool = False) -> None:
        """20 ms pass. Raises HungUp. prompt: of what the caller is told, and only listens to."""
        if self.hung_up.is_set():
            raise HungUp
        self.clock.tick(prompt and not self.caller.busy)
        self.seconds += FRAME_S

    def pass_time(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """A prompt of some seconds of the call's clock, or fewer when `until` comes true."""
        for _ in range(round(seconds / FRAME_S)):
            if until():
                return
            self.tick(prompt=True)

    def acting(self) -> None:
        """The caller is about to say or key something, perhaps into a prompt."""
        stream = self.stream
        talking = self.place == "stream" and stream is not None and not self._said(stream)
        self._interrupting = stream.cleared_at if talking and stream else None

    def await_caller(self) -> None:
        """From now on the server is waiting for the caller."""
        self._awaiting_since = time.monotonic()

    def speaks(self) -> bool:
        """Has the server begun to answer what the caller last did?"""
        since = self.caller.finished_at
        if self.caller.busy:
            return False
        if self.place in ("gather", "record"):
            return self._awaiting_since > since
        stream = self.stream
        if self.place != "stream" or stream is None or not stream.media_at:
            return False
        if self._interrupting is not None:
            if stream.cleared_at == self._interrupting and not self._said(stream):
                return False  # what comes in still belongs to the prompt that was talked into
            self._interrupting = None
        return stream.media_at[-1] > max(since, stream.cleared_at)

    def listens(self) -> bool:
        """Has the server said its piece since the caller last did anything, and waits now?"""
        done, stream = self.speaks(), self.stream
        if self.place != "stream" or stream is None:
            return done
        done = done and self._said(stream)
        now = time.monotonic()
        if not done:
            self._quiet_since = now
        return now - self._quiet_since > _SETTLED_S

    @staticmethod
    def _said(stream: MediaStream) -> bool:
        """Has all of the server's prompt been played? One that marks ends has one more to come."""
        latest = stream.media_at[-1] if stream.media_at else 0.0
        marked = not stream.marked_at or stream.marked_at >= latest
        return stream.play_out.empty and marked

    def _call_back(self, url: str, fields: dict[str, str]) -> None:
        stamp = format_datetime(datetime.now(UTC))
        try:
            answer = self.post(url, Timestamp=stamp, **fields)
        except StandinError as error:
            self.complaints.append(str(error))
            return
        if answer.status not in (200, 204):
            self.complaints.append(f"{url} answered {answer.status}.")
