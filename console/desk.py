"""What the pages work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from flask import abort

from console.help.desk import Help
from console.line import Line
from console.throttle import Throttle
from conversation.live import Live
from flows import Library
from storage.audit import Audit
from storage.callbacks import Callbacks
from storage.recordings import Recordings
from storage.staff import Staff
from storage.watched import Conversation
from storage.watching import Watching

if TYPE_CHECKING:
    from console.overhearing import Overhearing


@dataclass(frozen=True)
class Desk:
    """Everything a page asks; `app.py` hands it over."""

    watching: Watching
    staff: Staff
    live: Live
    clock: Callable[[], datetime]
    """The time, with its zone: the same clock that the turns are stamped with."""
    recordings: Recordings
    audit: Audit
    callbacks: Callbacks
    """Promised calls, as staff keep them."""
    line: Line | None = None
    """The practice telephone; None where there is none."""
    help: Help | None = None
    """How staff help in conversations; None where they only watch."""
    library: Library | None = None
    """The flows, for what they are called."""
    overhearing: Overhearing | None = None
    """How calls are listened to; None where they cannot be."""
    throttle: Throttle = field(default_factory=Throttle)

    def conversation(self, session_id: str) -> Conversation:
        """The conversation with this id; the page for missing pages when there is none."""
        conversation = self.watching.conversation(session_id)
        if conversation is None:
            abort(404)
        return conversation
