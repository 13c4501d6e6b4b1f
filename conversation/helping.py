"""A person takes an exchange of texts over, answers, gives it back, and writes down its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from conversation.cannot_help import CannotHelp, told
from conversation.ears import Registries
from conversation.handing_over import HandingOver
from conversation.practice import borrowed
from conversation.staffed import answered
from conversation.summary import Summary, so_far
from conversation.turn import MOST_TRIES, Turns
from conversation.wrapping_up import Reasons
from flows import Expects, Library, expecting
from storage.conversations import AlreadyTaken, Conversations, Overtaken, Session
from storage.database import Write
from storage.staff import StaffMember
from storage.takeovers import Takeover, Takeovers, kept, released
from storage.texts import Texts
from storage.wrap_ups import WrapUp, WrapUps

LONGEST_TEXT = 1600
"""Characters of an answer: the most that a text message can hold."""
LONGEST_NOTES = 4000
_REMEMBERED = 64
"""Conversations that staff look at, of which what follows from their last turn is remembered."""


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands, for whoever may help in it."""

    channel: str
    status: str
    holder: Takeover | None
    opted_out: bool
    """Does the other side want no texts from us?"""
    wrapped: WrapUp | None
    known: Summary | None = None
    """What is known so far; None once it is over."""
    expects: Expects | None = None
    """What is waited for, while the assistant has it."""
    library: Library | None = None
    """The flows that it runs on, while it goes on."""


class Helping:
    """One for the whole server. `trail` of its methods is written with what is done."""

    def __init__(
        self,
        turns: Turns,
        conversations: Conversations,
        takeovers: Takeovers,
        wrap_ups: WrapUps,
        handing_over: HandingOver,
        registries: Registries,
        texts: Texts,
        clock: Callable[[], datetime],
    ) -> None:
        """clock: the clock of the turns."""
        self._turns = turns
        self._conversations = conversations
        self._takeovers = takeovers
        self._wrap_ups = wrap_ups
        self._handing_over = handing_over
        self._registries = registries
        self._texts = texts
        self._clock = clock
        self.reasons = Reasons.load()
        self._between_turns = lru_cache(maxsize=_REMEMBERED)(self._worked_out)

    def standing(self, session_id: str) -> Standing | None:
        """Where a conversation stands; None for one that is not known."""
        session = self._conversations.by_id(session_id)
        if session is None:
            return None
        standing = Standing(
            session.channel,
            session.status,
            self._takeovers.of(session_id),
            bool(session.caller) and self._opted_out(session),
            self._wrap_ups.of(session_id),
        )
        if session.status == "ended" or not session.state:
            return standing
        library, expects, known = self._between_turns(session)
        return replace(standing, known=known, expects=expects, library=library)

    def _worked_out(self, session: Session) -> tuple[Library, Expects | None, Summary]:
        """What is the same from one turn to the next, however often a page asks."""
        library, state = self._turns.state(session)
        expects = expecting(library, state) if session.status == "open" else None
        return library, expects, so_far(library, state, session.turns)

    def take(self, session_id: str, by: StaffMember, trail: Write) -> None:
        """Take a conversation over: its flow pauses, and texts come to whoever has it.

        Raises CannotHelp `held` or `over`.
        """
        with told():
            self._takeovers.take(session_id, by, self._clock(), [trail])
        session = self._conversations.by_id(session_id)
        handover = self._handing_over.find(session_id)
        # How long texts wait, which is hours, says nothing to who waits on the line.
        if handover and session and session.channel == "voice":
            self._handing_over.taken(handover)

    def answer(self, session_id: str, by: StaffMember, id_: str, text: str, trail: Write) -> None:
        """Send a text as the person who has the conversation. The same `id_` is sent once.

        Raises CannotHelp.
        """
        text = text.strip()
        if not text:
            raise CannotHelp("empty")
        if len(text) > LONGEST_TEXT:
            raise CannotHelp("too_long")
        for _ in range(MOST_TRIES):
            session = self._going_on(session_id)
            if not session.caller:
                raise CannotHelp("withheld")
            if self._opted_out(session):
                raise CannotHelp("opted_out")
            try:
                self._send(session, by, f"clerk:{session_id}:{id_}", text, trail)
                return
            except AlreadyTaken:
                return
            except Overtaken:
                continue  # a text of theirs came in between: the answer comes after it
        raise TimeoutError(f"conversation is overtaken again and again: {session_id}")

    def give_back(
        self, session_id: str, by: StaffMember, id_: str, flow: str, trail: Write
    ) -> None:
        """Let the flow go on where it was, or begin another one. The same `id_` counts once.

        Raises CannotHelp.
        """
        with_ = [kept(session_id, by, self._clock()), released(session_id), trail]
        with told():
            self._turns.act(session_id, f"back:{session_id}:{id_}", "returned", flow, with_)

    def wrap_up(
        self, session_id: str, by: StaffMember, reason: str, notes: str, trail: Write
    ) -> None:
        """Write down how it ended; what waits for a person, or has one, ends by this.

        Raises CannotHelp.
        """
        if reason not in self.reasons.names:
            raise CannotHelp("no_reason")
        if len(notes) > LONGEST_NOTES:
            raise CannotHelp("too_long")
        holder = self._takeovers.of(session_id)
        if holder and holder.staff_id != by.id:
            raise CannotHelp("held", holder.staff)
        session = self._conversations.by_id(session_id)
        if session is None or session.status == "open":
            raise CannotHelp("moved_on")
        add = self._wrap_ups.add(session_id, reason, notes.strip(), by.name, self._clock())
        self._conversations.write([add, released(session_id), trail])

    def _send(
        self, session: Session, by: StaffMember, provider_id: str, text: str, trail: Write
    ) -> None:
        now = self._clock()
        state = self._turns.state(session)[1]
        reply, interaction = answered(provider_id, session, state, text, by.name)
        later: list[Write] = []
        registry = self._registries(later, session.id, now)
        registry.add_text(borrowed(session.caller), text, state.language, secret=True)
        after = replace(session, version=session.version + 1, turns=session.turns + 1, last_at=now)
        with told():
            mine = kept(session.id, by, now)
            self._conversations.commit(after, reply.language, interaction, [*later, trail], [mine])

    def _going_on(self, session_id: str) -> Session:
        session = self._conversations.by_id(session_id)
        if session is None or session.status == "ended":
            raise CannotHelp("over")
        return session

    def _opted_out(self, session: Session) -> bool:
        return self._texts.opted_out(session.called, session.caller)
