"""The practice telephone's calls: the same streams, and the same turns once the stream is over.

Where the provider would be told by TwiML how a call goes on, the practice telephone gets a `Step`.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from conversation import practice
from conversation.reply import Reply
from flows.outcome import Prompt
from voice import metrics, twiml
from voice.keypad import KEYS
from voice.switchboard import Caller, Switchboard, next_event

STREAM = "/voice/stream"
"""The path of the media stream."""
_MOST_KNOWN = 500
_LONGEST_KEYS = 64


@dataclass(frozen=True)
class Placed:
    """A call that was placed. token: for its stream; None when it has to go by keys."""

    call_sid: str
    token: str | None


@dataclass(frozen=True)
class Said:
    """A prompt and its audio, mu-law at 8000 Hz."""

    text: str
    language: str
    audio: bytes


@dataclass(frozen=True)
class Step:
    """How a call without a stream goes on.

    next: `keys` to press (`event` names the question), `person` for a hand-off, or `end`.
    """

    next: Literal["keys", "person", "end"]
    language: str
    says: Sequence[Said] = ()
    event: str = ""
    least_keys: int = 1
    most_keys: int = 1
    queue: str = ""
    """Where a hand-off would wait, empty when it would ring at the call centre."""


class PracticeCalls:
    """Places calls and takes them to their end. What is asked of a call that is not known (placed
    before the server started, or made up) raises KeyError."""

    stream = STREAM

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self._lock = threading.Lock()
        self._callers: OrderedDict[str, Caller] = OrderedDict()

    def place(
        self, telephone: str, number: str, language: str | None, speech: bool = True
    ) -> Placed:
        """Call the practice line.

        telephone: which one it is. number: the one it borrows (E.164), empty when withheld.
        language: what the call begins in, None to have it found out as usual.
        speech: can it open a stream?
        """
        who = Caller(
            "PR" + secrets.token_hex(16),
            practice.number(telephone, number),
            practice.LINE,
            language,
        )
        with self._lock:
            self._callers[who.call_sid] = who
            while len(self._callers) > _MOST_KNOWN:
                self._callers.popitem(last=False)
        streams = speech and self._board.config.streams_enabled
        return Placed(who.call_sid, self._board.tickets.issue(who) if streams else None)

    def session(self, call_sid: str) -> str:
        """The conversation of a call, empty before its first turn."""
        last = self._board.last(self._who(call_sid).call_sid)
        return last.session_id if last else ""

    def after_stream(self, call_sid: str) -> Step:
        """The stream is over, or there was none: as /voice/after-stream says."""
        who = self._who(call_sid)
        reply = self._board.last(call_sid)
        if reply is None or reply.next == "listen":
            metrics.FALLBACKS.labels(reason="practice").inc()
            return self._step(self._board.current(who))
        return self._step(reply, announced=True)

    def keys(self, call_sid: str, event: str, keys: str) -> Step:
        """Keys were pressed; none stand for the closing # alone. A late event hears the last
        reply once more."""
        pressed = "".join(key for key in keys[:_LONGEST_KEYS] if key in KEYS)
        return self._turn(call_sid, event, "keys", pressed or "#")

    def silence(self, call_sid: str, event: str) -> Step:
        """No key came in time."""
        return self._turn(call_sid, event, "silence")

    def unanswered(self, call_sid: str) -> Step:
        """Nobody took the hand-off: the call comes back, as from /voice/handoff-result."""
        who, before = self._who(call_sid), self._board.last(call_sid)
        if before is None or before.next != "handoff":
            return self._step(self._board.current(who))
        event = f"back-{before.session_id[:8]}"
        reply = self._board.take(who, event, "unanswered", language=before.language)
        step = self._step(reply)
        sorry = twiml.NOBODY_FREE.get(before.language, twiml.NOBODY_FREE["en"])
        first = self._said(Prompt.of(sorry, before.language, "nobody_free"), reply.pace)
        return Step(**{**vars(step), "says": (first, *step.says)})

    def hang_up(self, call_sid: str) -> None:
        """The handset is down."""
        who, last = self._who(call_sid), self._board.last(call_sid)
        if last is not None and last.next == "listen":
            reply = self._board.take(who, f"completed-{last.session_id[:8]}", "hangup")
            self._board.live.hearing(reply.session_id, "")

    def _turn(
        self, call_sid: str, event: str, kind: Literal["keys", "silence"], keys: str = ""
    ) -> Step:
        who, last = self._who(call_sid), self._board.last(call_sid)
        if last is None or event != next_event(last):
            return self._step(self._board.current(who))
        return self._step(self._board.take(who, event, kind, keys))

    def _step(self, reply: Reply, announced: bool = False) -> Step:
        """announced: its prompts have been heard on the stream."""
        prompts = () if announced else reply.prompts
        says = tuple(self._said(prompt, reply.pace) for prompt in prompts)
        if reply.next == "end":
            return Step("end", reply.language, says)
        if reply.next == "handoff":
            at_centre = bool(self._board.config.handoff_number)
            queue = reply.handoff.queue if reply.handoff and not at_centre else ""
            return Step("person", reply.language, says, queue=queue)
        keys = self._board.turns.keys_expected(reply)
        return Step("keys", reply.language, says, next_event(reply), keys.min, keys.max)

    def _said(self, prompt: Prompt, pace: str) -> Said:
        pieces = self._board.prompts.pieces(prompt)
        audio = b"".join(self._board.prompts.audio(piece, pace) for piece in pieces)
        return Said(prompt.text, prompt.language, audio)

    def _who(self, call_sid: str) -> Caller:
        with self._lock:
            return self._callers[call_sid]
