"""What staff see of a conversation, as plain values read from rows."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

IN_PROGRESS = timedelta(minutes=30)
"""A conversation without a sign of life for longer is not shown as being in progress."""
TEXTS_WAIT = timedelta(days=7)
"""A text that waits for a person, or that one has, goes on for so long."""
GOING_ON = ("open", "handoff")
"""The statuses of a conversation in progress."""


@dataclass(frozen=True)
class Word:
    """A word of a turn, or a masked number. Times in seconds since the call began."""

    text: str
    confidence: float
    start: float
    end: float


@dataclass(frozen=True)
class Turn:
    """One exchange: what was heard, what it was understood as, and what was answered."""

    id: int
    number: int
    at: datetime
    kind: str
    """start, speech, keys, text, silence or hangup."""
    heard: str
    """Redacted; the keys for kind `keys`."""
    confidence: float
    intent: str | None
    intent_confidence: float | None
    meaning: dict[str, Any]
    """command, choice, slots (masked), intent and candidates (intent, confidence, example); `upset`
    where it sounded angry or desperate."""
    place: str
    """`flow.step` that is waited at afterwards, or how it ended."""
    said: str
    took_ms: float
    words: tuple[Word, ...] = ()
    """Of `heard`; none for what was keyed or written."""
    assurance: int = 0
    """How surely it was known afterwards who this is (`benefits.identity.Level`)."""
    trace: dict[str, Any] = field(default_factory=dict)
    """What it did: `steps`, `calls` and `wrote` (`storage.conversations.Interaction`); names, never
    values. Empty for a turn from before this was kept."""


@dataclass(frozen=True)
class Conversation:
    """A call or an exchange of texts."""

    id: str
    channel: str
    language: str
    status: str
    """open, handoff or ended."""
    place: str
    turns: int
    started_at: datetime
    last_at: datetime
    practice: bool = False
    """Held on a practice telephone: to be left out of statistics."""

    def in_progress(self, now: datetime) -> bool:
        """Whether it goes on at `now`."""
        waits = self.channel == "sms" and self.status == "handoff"
        longest = TEXTS_WAIT if waits else IN_PROGRESS
        return self.status in GOING_ON and self.last_at >= now - longest


@dataclass(frozen=True)
class InProgress:
    """A conversation that goes on."""

    conversation: Conversation
    latest: tuple[Turn, ...]
    """Its last turns, oldest first."""
    holder: str = ""
    """Who of the staff has it."""
    handed_over_at: datetime | None = None
    """Since when it waits for a person, where one has been asked for."""

    @property
    def heard(self) -> Turn | None:
        """The last of these turns in which something was heard."""
        return next((turn for turn in reversed(self.latest) if turn.heard), None)

    @property
    def assurance(self) -> int:
        """How surely it is known who this is, 0 to 3."""
        return self.latest[-1].assurance if self.latest else 0


@dataclass(frozen=True)
class Callback:
    """A promise to call somebody back."""

    id: int
    session_id: str
    topic: str
    wanted: str
    """morning, afternoon, evening or any."""
    promised_by: str
    """ISO date."""
    language: str
    created_at: datetime
    done: bool
    taken_by: str = ""
    """Who of the staff makes this call."""
    tries: int = 0
    """How often nobody answered."""
    tried_at: datetime | None = None

    def overdue(self, today: date) -> bool:
        """Was it promised for a day before this one?"""
        return not self.done and self.promised_by < today.isoformat()


SESSION = (
    "s.id AS session, s.channel, s.language, s.status, s.place AS now_at, s.turns,"
    " s.started_at, s.last_at, s.practice"
)
"""The columns of a conversation; none is called like a column of `interaction`."""
CALLBACK = (
    "id, session_id, topic, wanted, promised_by, language, created_at, done_at, taken_by, tries,"
    " tried_at"
)


def conversation(row: sqlite3.Row) -> Conversation:
    """A conversation from a row that has the columns `SESSION`."""
    return Conversation(
        id=row["session"],
        channel=row["channel"],
        language=row["language"],
        status=row["status"],
        place=row["now_at"],
        turns=row["turns"],
        started_at=moment(row["started_at"]),
        last_at=moment(row["last_at"]),
        practice=bool(row["practice"]),
    )


def turn(row: sqlite3.Row) -> Turn:
    """A turn from a row that has all columns of `interaction`."""
    return Turn(
        id=row["id"],
        number=row["turn"],
        at=moment(row["at"]),
        kind=row["kind"],
        heard=row["heard"],
        confidence=row["confidence"],
        intent=row["intent"],
        intent_confidence=row["intent_confidence"],
        meaning=_mapping(row["meaning"]),
        place=row["place"],
        said=row["said"],
        took_ms=row["took_ms"],
        words=_words(row["words"]),
        trace=_mapping(row["trace"]),
        assurance=row["assurance"],
    )


def callback(row: sqlite3.Row) -> Callback:
    """A promised call from a row that has the columns `CALLBACK`."""
    return Callback(
        id=row["id"],
        session_id=row["session_id"],
        topic=row["topic"],
        wanted=row["wanted"],
        promised_by=row["promised_by"],
        language=row["language"],
        created_at=moment(row["created_at"]),
        done=row["done_at"] is not None,
        taken_by=row["taken_by"],
        tries=row["tries"],
        tried_at=moment(row["tried_at"]) if row["tried_at"] else None,
    )


def stamp(moment: datetime) -> str:
    """A moment as stored ones are compared with: to the second, in its own zone.

    `moment` must be in the zone of the clock that the turns were stamped with. Without the zone
    it sorts before all stamps of the same second, however those go on.
    """
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _mapping(text: str) -> dict[str, Any]:
    # A page that shows everything but one damaged record is worth more than none.
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _words(text: str) -> tuple[Word, ...]:
    try:
        return tuple(Word(str(one[0]), *map(float, one[1:4])) for one in json.loads(text))
    except (ValueError, TypeError, IndexError):
        return ()
