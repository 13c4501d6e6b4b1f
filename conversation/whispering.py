"""A clerk whispers to the assistant what somebody meant, or lets a call go to a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from conversation import privacy
from conversation.cannot_help import CannotHelp, told
from conversation.hints import LONGEST, Hint
from conversation.live import Live
from conversation.turn import Turns
from flows import Expects, expecting
from storage.conversations import Conversations, Session
from storage.database import Write
from storage.hints import Hints
from storage.takeovers import Takeovers
from storage.texts import Texts


class Whispering:
    """One for the whole server. `trail` of its methods is written with what is done."""

    def __init__(
        self,
        turns: Turns,
        conversations: Conversations,
        takeovers: Takeovers,
        hints: Hints,
        texts: Texts,
        live: Live,
        clock: Callable[[], datetime],
    ) -> None:
        """clock: the clock of the turns."""
        self._turns = turns
        self._conversations = conversations
        self._takeovers = takeovers
        self._hints = hints
        self._texts = texts
        self._live = live
        self._clock = clock

    def whisper(self, session_id: str, hint: Hint, id_: str, trail: Write) -> None:
        """Whisper a hint. A text is answered at once; a call goes on at once where it has a stream
        and nobody speaks, else with what is being said or keyed. The same `id_` counts once.

        Raises CannotHelp.
        """
        session = self._open(session_id)
        library, state = self._turns.state(session)
        expects = expecting(library, state)
        if expects is None or not hint.fits(expects):
            raise CannotHelp("moved_on")
        self._check(hint, expects, session)
        keep = self._hints.keep(session_id, hint.to_json(), self._clock())
        if session.channel == "voice":
            self._conversations.write([keep, trail])
            self._live.whisper(session_id)
            return
        if self._texts.opted_out(session.called, session.caller):
            raise CannotHelp("opted_out")
        self._conversations.write([keep])
        with told():
            self._turns.act(session_id, f"hint:{session_id}:{id_}", "hint", "", [trail])

    def to_a_person(self, session_id: str, by: str, trail: Write) -> None:
        """Let a running call go to the queue, with its next turn. Raises CannotHelp."""
        session = self._open(session_id)
        if session.channel != "voice":
            raise CannotHelp("over")
        hint = Hint(by, "person", "", "")
        keep = self._hints.keep(session_id, hint.to_json(), self._clock())
        self._conversations.write([keep, trail])
        self._live.whisper(session_id)

    def _open(self, session_id: str) -> Session:
        """The conversation, while the assistant has it."""
        session = self._conversations.by_id(session_id)
        if session is None or session.status == "ended":
            raise CannotHelp("over")
        if holder := self._takeovers.of(session_id):
            raise CannotHelp("held", holder.staff)
        if session.status != "open":
            raise CannotHelp("moved_on")
        return session

    def _check(self, hint: Hint, expects: Expects, session: Session) -> None:
        """What is private is answered by the caller alone: a hint would show who somebody is."""
        if hint.kind == "choice":
            offered = hint.value in {choice.name for choice in expects.choices}
        elif hint.kind == "intent":
            offered = hint.value in expects.intents
        else:
            offered = True
            self._check_answer(hint.value.strip(), expects, session)
        if not offered:
            raise CannotHelp("moved_on")

    def _check_answer(self, answer: str, expects: Expects, session: Session) -> None:
        slot = expects.slot
        if slot is not None and (slot.private or slot.keys_only):
            raise CannotHelp("private")
        if not answer:
            raise CannotHelp("empty")
        if len(answer) > LONGEST:
            raise CannotHelp("too_long")
        understood = self._turns.reads(session, expects, answer)
        if understood.empty or understood.maybe or understood.invalid:
            raise CannotHelp("not_an_answer")
        if privacy.is_private(expects, understood):
            raise CannotHelp("private")
