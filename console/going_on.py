"""What goes on, made once for everybody who watches: fifty clerks look on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from conversation.trouble import LONG_SILENCE, Trouble, troubles
from storage.watched import Conversation, InProgress, Turn

if TYPE_CHECKING:
    from console.desk import Desk

FRESH_S = 0.25
"""Whoever asks within so many seconds gets the same answer."""
SHARE = 0.03
"""Of a core, that this takes at most: where a hundred people talk at once, what is shown is older,
and callers are answered."""


@dataclass(frozen=True)
class Row:
    """A conversation as it is listed."""

    conversation: Conversation
    heard: Turn | None
    speaking: str
    """The words of the unfinished utterance."""
    trouble: tuple[Trouble, ...]
    assurance: int
    holder: str
    waits_since: datetime
    """Since the last turn, or since a person was asked for whom nobody is yet."""

    @property
    def flow(self) -> str:
        """The flow it is in; empty where it waits for a person."""
        return self.conversation.place.partition(".")[0] if "." in self.conversation.place else ""

    @property
    def key(self) -> tuple[object, ...]:
        """What is shown of it, but for the waiting time: the same key is the same row."""
        one = self.conversation
        shown = (one.id, one.turns, one.status, one.language, one.place, self.holder)
        return (*shown, self.speaking, self.trouble)


@dataclass
class Snapshot:
    """What went on at one moment."""

    number: int
    at: datetime
    rows: tuple[Row, ...]
    by_id: dict[str, Row] = field(init=False)
    """The rows by their conversations."""
    pages: dict[tuple[object, ...], tuple[str, str]] = field(default_factory=dict)
    """By what somebody watches and in which language: the page, and the name of what is on it."""

    def __post_init__(self) -> None:
        self.by_id = {row.conversation.id: row for row in self.rows}


class GoingOnNow:
    """The latest snapshot; one for the process."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        """clock: seconds that only grow."""
        self._desk = desk
        self._clock = clock
        self._reading = threading.Lock()
        self._read = desk.watching.going_on()
        self._latest: Snapshot | None = None
        self._made = 0.0
        self._took = 0.0

    def snapshot(self) -> Snapshot:
        """What goes on now, hardly older than FRESH_S: one who asks reads, the others wait."""
        with self._reading:
            fresh = max(FRESH_S, self._took / SHARE)
            if self._latest is None or self._clock() - self._made >= fresh:
                self._made = self._clock()
                self._took = 0.0
                with self.spending():
                    self._latest = self._make(self._latest.number + 1 if self._latest else 1)
            return self._latest

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Around what is done with the latest snapshot: the next one waits for longer by it."""
        began = time.thread_time()
        yield
        self._took += time.thread_time() - began

    def _make(self, number: int) -> Snapshot:
        now = self._desk.clock()
        rows = tuple(self._row(one, now) for one in self._read.now(now))
        return Snapshot(number, now, rows)

    def _row(self, one: InProgress, now: datetime) -> Row:
        conversation = one.conversation
        speaking = self._desk.live.speaking(conversation.id)
        trouble = troubles(one.latest)
        quiet = now - conversation.last_at
        is_call = conversation.channel == "voice" and conversation.status == "open"
        if is_call and not speaking and quiet >= LONG_SILENCE:
            trouble = (*trouble, Trouble("quiet"))
        return Row(
            conversation,
            one.heard,
            speaking,
            trouble,
            one.assurance,
            one.holder,
            conversation.last_at if one.holder else one.handed_over_at or conversation.last_at,
        )
