"""What ties a conversation to others: a call that broke off before it, a person who takes over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from benefits.hours import Desk
from conversation import privacy
from conversation.answering import Taken
from conversation.handing_over import HandingOver
from conversation.heard import Heard
from conversation.resumption import Resumption
from conversation.summary import summarise
from flows import Library, State
from storage.conversations import Session
from storage.database import Write


class Continuity:
    """What a conversation takes over when it begins, and leaves behind when it ends."""

    def __init__(
        self, resumption: Resumption | None = None, handing_over: HandingOver | None = None
    ) -> None:
        """resumption: goes on with calls that broke off; None: each conversation begins anew.
        handing_over: keeps what a person who takes over is told; None: nothing."""
        self._resumption = resumption
        self._handing_over = handing_over

    @property
    def desk(self) -> Desk:
        """When people can take over."""
        return self._handing_over.desk if self._handing_over else Desk()

    def taken_up(
        self, state: State, heard: Heard, library: Library, now: datetime, later: list[Write]
    ) -> State:
        """The first state of a conversation, with the call that it may go on with, which is
        offered only now; one that comes back from the desk is about what it was about before."""
        if heard.kind == "unanswered" and self._handing_over:
            topic = self._handing_over.last_topic(heard.session)
            return replace(state, shared={**state.shared, "topic": topic}) if topic else state
        broken = self._resumption and self._resumption.open(heard, library, now)
        if not self._resumption or not broken:
            return state
        later.append(self._resumption.offered(broken, heard.caller, now))
        return replace(state, unfinished=self._resumption.restored(broken))

    def superseded(self, session: Session, heard: Heard, library: Library, now: datetime) -> bool:
        """Has a call broken off since an exchange of texts rested, as our text has told?"""
        broken = self._resumption and self._resumption.open(heard, library, now)
        return bool(broken and broken.at > session.last_at)

    def left(
        self, session: Session, library: Library, heard: Heard, taken: Taken, now: datetime
    ) -> Iterator[Write]:
        """What a turn leaves for the next conversation, or for the person who takes over."""
        outcome = taken.outcome
        if self._resumption:
            yield from self._resumption.broke_off(heard, session.id, library, outcome.state, now)
        if self._handing_over and outcome.handoff:
            summary = summarise(
                library,
                outcome.state,
                session.turns + 1,
                heard.kind,
                privacy.transcript(heard, taken.asked, taken.understood),
                taken.understood,
                taken.says,
            )
            yield self._handing_over.given(session.id, outcome.handoff.queue, summary, now)
