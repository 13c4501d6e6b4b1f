"""What a channel heard: the way into a turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from conversation.words import Word

Kind = Literal[
    "start",
    "unanswered",
    "code",
    "pin",
    "crowded",
    "speech",
    "keys",
    "text",
    "silence",
    "hangup",
    "hint",
    "returned",
]
"""`hint` is that a clerk has whispered one, `returned` that one gives the conversation back, to the
flow that `text` names or to where it was. `unanswered` is a call that comes back from a hand-off
that nobody took, `crowded` one that cannot be listened to any more because there are too many,
`code` one of ours that brings a code, `pin` one that asks for a PIN."""
BEGINNINGS = ("start", "unanswered", "code", "pin")
"""What may begin a conversation by phone; a late key or a second hang-up may not."""


@dataclass(frozen=True)
class Heard:
    """One thing that happened on a channel, already checked and decoded.

    provider_id: identifies the event for ever; the same id gets the same reply (MessageSid;
    CallSid and turn number).
    session: what ties events to one conversation (CallSid; for texts the pair of numbers).
    """

    provider_id: str
    channel: Literal["voice", "sms"]
    session: str
    caller: str
    """E.164; empty when withheld. Of a practice telephone: as `conversation.practice` makes it."""
    called: str
    kind: Kind
    text: str = ""
    """What was recognised or written; for kind `keys` the keys (0-9, * and #)."""
    stops: str = ""
    """The reference of a change that a text stops ("STOP 21234567"), else empty."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """Other hypotheses of the recogniser with their confidence, best first."""
    confidence: float = 1.0
    """Confidence of the recogniser in `text`, 0 to 1; 1 for keys and texts."""
    language: str | None = None
    """Language fixed by the channel (a number per language), else None."""
    speech_languages: frozenset[str] = frozenset()
    """Languages that this call can listen to; others are served by keys."""
    crowded: bool = False
    """True when there are too many calls to listen to this one."""
    placed: bool = False
    """True on a call that we have placed: whoever speaks there is at that telephone."""
    words: tuple[Word, ...] = ()
    """The words of `text` with their times since the utterance began."""
    lasted: float = 0.0
    """Seconds from the beginning of the utterance to its end."""
    ended_at: float | None = None
    """Seconds from the beginning of the call to the end of the utterance; None: just now."""
    audio: bytes = b""
    """The utterance, mu-law at 8000 Hz; only where the last reply said that it is recorded."""
