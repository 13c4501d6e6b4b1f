"""What all calls share: the services they use, and which streams are open."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from conversation.heard import Heard, Kind
from conversation.live import Live
from conversation.reply import Reply
from flows.outcome import Prompt
from provider.signature import Guard
from voice import metrics, mulaw
from voice.crowding import Crowding
from voice.endpoint import Timing
from voice.listening_in import Listeners
from voice.prompts import Prompts
from voice.recogniser import Hypotheses, Models
from voice.taking import Taking, Wait

if TYPE_CHECKING:
    from conversation.call_backs import CallBacks
    from conversation.handing_over import HandingOver
    from conversation.turn import Turns

TICKET_S = 30.0
"""Seconds in which an announced stream has to open."""
SPARE_TURNS = 8
"""Turns at a time beside one for each call with a stream: those of calls by webhook."""
_WITHHELD = frozenset({"", "anonymous", "restricted", "unavailable", "unknown", "+266696687"})


@dataclass(frozen=True)
class VoiceConfig:
    """What an institution decides about its calls."""

    public_url: str
    """How the provider reaches this server: `https://host[:port][/prefix]`."""
    max_streams: int = 20
    """Calls with an open stream at a time; further calls go by keypad and recordings."""
    handoff_number: str = ""
    """The call centre, E.164; empty: calls wait in the provider's queue of the hand-off."""
    account_sid: str = ""
    auth_token: str = ""
    api_url: str = "https://api.twilio.com"
    """The only host from which recordings are fetched."""
    default_language: str = "en"
    streams_enabled: bool = True
    handoff_workflow: str = ""
    """The provider's workflow that gives waiting calls to clerks; empty: a plain queue."""
    missed_call_number: str = ""
    """Who calls this number of ours (E.164) hears that it is busy, and is called back."""

    def url(self, path: str) -> str:
        """The public address of a path that begins with a slash."""
        return self.public_url.rstrip("/") + path

    @property
    def socket_url(self) -> str:
        """The public address of the media stream."""
        return "ws" + self.url("/voice/stream").removeprefix("http")


@dataclass(frozen=True)
class Caller:
    """Who calls whom: the CallSid, and both numbers in E.164 (caller empty when withheld)."""

    call_sid: str
    caller: str = ""
    called: str = ""
    language: str | None = None
    """What the call begins in, where that is chosen before it."""
    ours: bool = False
    """Is it a call that we have placed?"""
    begins: Kind = "start"
    """What the call begins with: `code` where we ring to bring one, `pin` where we ask for one."""


def shown(number: str) -> str:
    """The caller's number, or nothing when it is withheld."""
    return "" if number.strip().lower() in _WITHHELD else number.strip()


def next_event(reply: Reply | None) -> str:
    """Names what follows a reply, for provider ids and addresses; the same on every retry.

    The conversation is part of it: a call that comes back from a hand-off begins a new one.
    """
    return f"{reply.session_id[:8]}-{reply.turn + 1}" if reply else "start"


@dataclass
class Tickets:
    """One-time tokens for streams that were announced to the provider, within the cap."""

    most: int
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _waiting: dict[str, tuple[Caller, float]] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)
    _opening: int = 0

    @contextmanager
    def opening(self) -> Iterator[bool]:
        """While a socket has not said which call it is. Gives False when as many such sockets are
        open as calls are waited for."""
        now = time.monotonic()
        with self._lock:
            waited_for = sum(until > now for _, until in self._waiting.values())
            expected = self._opening < waited_for
            self._opening += expected
        try:
            yield expected
        finally:
            with self._lock:
                self._opening -= expected

    def issue(self, caller: Caller) -> str | None:
        """A token for this call's stream, or None when there are streams enough."""
        now = time.monotonic()
        with self._lock:
            # A repeated request for the same call takes the place of the earlier one.
            self._waiting = {
                token: (who, until)
                for token, (who, until) in self._waiting.items()
                if until > now and who.call_sid != caller.call_sid
            }
            if len(self._waiting) + len(self._open) >= self.most:
                return None
            token = secrets.token_urlsafe(24)
            self._waiting[_digest(token)] = (caller, now + TICKET_S)
            return token

    def redeem(self, token: str, call_sid: str) -> Caller | None:
        """The call this token was made for; its stream counts as open until `close`."""
        with self._lock:
            caller, until = self._waiting.get(_digest(token), (None, 0.0))
            if caller is None or until < time.monotonic() or caller.call_sid != call_sid:
                return None
            if call_sid in self._open:
                return None
            del self._waiting[_digest(token)]
            self._open.add(call_sid)
            metrics.STREAMS.set(len(self._open))
            return caller

    def close(self, call_sid: str) -> None:
        """The stream of this call has ended."""
        with self._lock:
            self._open.discard(call_sid)
            metrics.STREAMS.set(len(self._open))

    @property
    def open(self) -> int:
        """How many streams are open."""
        with self._lock:
            return len(self._open)


def _digest(token: str) -> str:
    # Looked up by digest, so the time of a look-up tells nothing about tokens.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _mulaw(pcm: bytes) -> bytes:
    return mulaw.encode(np.frombuffer(pcm, dtype="<i2").astype(np.int16))


class Switchboard:
    """The services of all calls. One for the whole server."""

    def __init__(
        self,
        turns: Turns,
        guard: Guard,
        live: Live,
        models: Models,
        prompts: Prompts,
        config: VoiceConfig,
        timing: Timing | None = None,
        call_backs: CallBacks | None = None,
        handing_over: HandingOver | None = None,
    ) -> None:
        """call_backs: rings people by ourselves; None where nothing of ours rings. handing_over:
        knows what clerks are told; None where they are told nothing."""
        self.turns = turns
        self.guard = guard
        self.live = live
        self.models = models
        self.prompts = prompts
        self.config = config
        self.timing = timing or Timing()
        self.call_backs = call_backs
        self.handing_over = handing_over
        self.tickets = Tickets(config.max_streams)
        self.crowding = Crowding()
        self.listeners = Listeners()
        self.taking = Taking(config.max_streams + SPARE_TURNS)

    def last(self, call_sid: str) -> Reply | None:
        """The last reply of a call."""
        return self.turns.last("voice", call_sid)

    def take(
        self,
        who: Caller,
        event: str,
        kind: Kind,
        keys: str = "",
        said: Hypotheses | None = None,
        language: str | None = None,
        ended_at: float | None = None,
        keep: bool = False,
    ) -> Reply:
        """One turn of a call. `event` names it for ever (see `next_event`).

        ended_at: seconds from the call's beginning to the end of what was said; None: just now.
        keep: whether the reply before said that the caller is recorded.
        """
        crowded = self.crowding.deaf(who.call_sid)
        return self.turns.take(
            Heard(
                provider_id=f"{who.call_sid}:{event}",
                channel="voice",
                session=who.call_sid,
                caller=who.caller,
                called=who.called,
                kind=kind,
                text=said.text if said else keys,
                alternatives=said.alternatives if said else (),
                confidence=said.confidence if said else 1.0,
                language=language,
                speech_languages=frozenset() if crowded else self.models.languages(),
                crowded=crowded,
                words=said.words if said else (),
                lasted=said.seconds if said else 0.0,
                ended_at=ended_at,
                placed=who.ours,
                audio=_mulaw(said.audio) if said and keep else b"",
            )
        )

    def current(self, who: Caller) -> Reply:
        """Where a call stands: its last reply, or the first one."""
        return self.last(who.call_sid) or self.take(who, "start", who.begins, language=who.language)

    def wait(self, who: Caller, event: str, take: Callable[[], Reply]) -> Wait:
        """Begin a turn of a call, or join the one that is being taken for the same event."""
        return self._wait(self.taking.begin(f"{who.call_sid}:{event}", take))

    def waiting(self, who: Caller, event: str) -> Wait | None:
        """The turn of a call that is being taken for this event, if there is one."""
        turn = self.taking.under_way(f"{who.call_sid}:{event}")
        return self._wait(turn) if turn else None

    def _wait(self, turn: Future[Reply]) -> Wait:
        timing = self.timing
        return Wait(turn, timing.filler, timing.between_fillers, timing.longest_turn)

    def filler(self, before: Reply | None, number: int) -> Prompt:
        """What is said for the first time (1), the second … while the turn after `before` lasts."""
        language = before.language if before else self.config.default_language
        return self.turns.filler(language, number)
