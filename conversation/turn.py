"""One turn: from what was heard to the reply, committed once and for all."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from benefits import Asked
from conversation.answering import Answering
from conversation.continuity import Continuity
from conversation.counted import Segments
from conversation.ears import Ears, Registries
from conversation.heard import BEGINNINGS, Heard, Kind
from conversation.identity import identity_of
from conversation.lists import Lists
from conversation.personalisation import Personalisation
from conversation.practice import borrowed
from conversation.recorder import Recorder
from conversation.redaction import redact
from conversation.reply import Reply
from conversation.staffed import Staffed, passed_on
from conversation.teaching import misunderstanding
from conversation.understanding import Understands
from conversation.writing_down import reply_of, written_down
from flows import Expects, Library, Prompt, State, begin
from intents import (
    Said,
    Situation,
    Understood,
    language_of,
)
from storage.conversations import (
    AlreadyTaken,
    Conversations,
    Overtaken,
    Session,
)
from storage.database import Write
from storage.hints import Hints
from storage.takeovers import NotGoingOn, close_others

IDLE = timedelta(minutes=10)
"""A text conversation that rests longer than this is over; the next text begins a new one."""
MOST_TRIES = 8
"""How often a turn that another one overtook is taken again."""
_LOCKS = 64
_WITHIN = {"hint": ("open",), "returned": ("open", "handoff")}
"""The statuses in which staff can make a turn of a kind."""
_STATE: TypeAdapter[State] = TypeAdapter(State)


class Turns(Ears):
    """Takes turns: idempotent by provider id, in order within a conversation, thread-safe."""

    def __init__(
        self,
        conversations: Conversations,
        registries: Registries,
        understander: Understands,
        library: Library | Callable[[], Library],
        default_language: str,
        clock: Callable[[], datetime],
        continuity: Continuity | None = None,
        recorder: Recorder | None = None,
        survey: float = 0.0,
        segments: Segments = lambda text, answer: (1, 1),
        hints: Hints | None = None,
    ) -> None:
        """registries: makes the registry of a turn from the list its writes are added to, the
        session's id and the time. library: the flows, or what gives those that a new conversation
        begins with. clock: the time in UTC. continuity: what ties conversations to
        others; None: nothing does. recorder: keeps what callers say who agree to it; None: nobody
        is asked. survey: the share of calls after which a question is put. segments: how many a
        text and its answer are sent in, which is what they cost. hints: what staff whisper; None:
        nothing."""
        super().__init__(registries, Lists(), clock)
        self._conversations = conversations
        self._understander = understander
        self._in_use = (lambda: library) if isinstance(library, Library) else library
        self._libraries: dict[str, Library] = {}
        self._reading = threading.Lock()
        self._default_language = default_language
        self._continuity = continuity or Continuity()
        self._recorder = recorder
        self._personalisation = Personalisation(conversations.telephones)
        self._survey = survey
        self._segments = segments
        self.staffed = Staffed(hints)
        self._locks = [threading.Lock() for _ in range(_LOCKS)]
        self._begin_with(clock())

    # The turn ---------------------------------------------------------------------------------

    def take(self, heard: Heard) -> Reply:
        """Answer what was heard. The same provider id always gets the same reply."""
        # The lock spares turns of one conversation in this process a second try; the version
        # check at commit is what keeps them in order across processes.
        with self._locks[hash((heard.channel, heard.session)) % _LOCKS]:
            for _ in range(MOST_TRIES):
                stored = self._conversations.reply(heard.provider_id)
                if stored is not None:
                    return Reply.from_json(stored)
                try:
                    return self._take(heard)
                except (AlreadyTaken, Overtaken):
                    continue
        raise TimeoutError(f"conversation is overtaken again and again: {heard.channel}")

    def act(
        self, session_id: str, id_: str, kind: Kind, text: str = "", with_: Sequence[Write] = ()
    ) -> Reply:
        """A turn that somebody of the staff makes in an exchange of texts (kind `hint` or
        `returned`); what it answers is sent as a text. The same `id_` acts once.

        with_: written in the same transaction. Raises NotGoingOn for a conversation that is over.
        """
        for _ in range(MOST_TRIES):
            stored = self._conversations.reply(id_)
            if stored is not None:
                return Reply.from_json(stored)
            session = self._conversations.by_id(session_id)
            if session is None or session.channel != "sms" or session.status not in _WITHIN[kind]:
                raise NotGoingOn(session_id)
            heard = Heard(id_, "sms", "", session.caller, session.called, kind, text)
            try:
                return self._take_in(session, heard, self._clock(), with_)
            except (AlreadyTaken, Overtaken):
                continue
        raise TimeoutError(f"conversation is overtaken again and again: {session_id}")

    def state(self, session: Session) -> tuple[Library, State]:
        """The flows that a stored session runs on, and where it stands."""
        return self._library_of(session), _STATE.validate_json(session.state)

    def reads(self, session: Session, expects: Expects, words: str) -> Understood:
        """What words that a clerk writes would mean as an answer in this conversation."""
        now, language = self._clock(), self.state(session)[1].language
        lists = self._lists.view(self._registries([], session.id, now), language, now)
        situation = Situation(language, expects, now.date(), lists)
        return self._understander.understand(Said(words), situation)

    def last(self, channel: str, session: str) -> Reply | None:
        """The latest reply of a conversation, by its CallSid or pair of numbers."""
        stored = self._conversations.last_reply(channel, session)
        return Reply.from_json(stored) if stored else None

    def _take(self, heard: Heard) -> Reply:
        now = self._clock()
        session = self._session(heard, now)
        if session is None:
            return self._nothing_open(heard)
        if session.status == "handoff" and not heard.stops:
            return self._pass_on(session, heard, now)
        return self._take_in(session, heard, now)

    def _pass_on(self, session: Session, heard: Heard, now: datetime) -> Reply:
        """A person has this conversation, and is who reads and answers."""
        reply, interaction = passed_on(heard, session, self.state(session)[1])
        after = replace(session, version=session.version + 1, turns=session.turns + 1, last_at=now)
        self._conversations.commit(after, reply.language, interaction, ())
        return reply

    def _take_in(
        self, session: Session, heard: Heard, now: datetime, with_: Sequence[Write] = ()
    ) -> Reply:
        """The turn of a session. with_: written with it, before all else."""
        started = time.perf_counter()
        library = self._library_of(session)
        later: list[Write] = []
        registry = self._registries(later, session.id, now)
        caller, desk = borrowed(heard.caller), self._continuity.desk
        state = self._state(session, heard, library, now)
        if session.version == 0:
            state = self._continuity.taken_up(state, heard, library, now, later)
        identity = identity_of(state.assurance)
        asked = Asked(
            registry,
            now,
            "",
            caller,
            heard.channel,
            session.id,
            desk,
            identity,
            self._survey,
            redact,
            called_back=heard.placed,
        )
        hint = self.staffed.hint(session.id)
        turn = Answering(self._understander, self._lists, library, asked, heard, hint)
        taken = turn.begin(state) if session.version == 0 else turn.go_on(state)
        if self._recorder:
            taken, writes = self._recorder.turn(session, heard, state, taken, now)
            later += writes
        later += self._pace(session, state, taken.outcome.state, now)
        later += self._personalisation.left(session, state, taken.outcome.state, now)
        reply = reply_of(session, taken)
        later += self._continuity.left(session, library, heard, taken, now)
        later += misunderstanding.left(session, heard, taken, reply.language, now)
        later += self.staffed.left(session, hint, taken)
        first = list(with_)
        if heard.kind in ("hint", "returned") and heard.channel == "sms":
            first.append(close_others(session.id))
            if reply.text:
                registry.add_text(caller, reply.text, reply.language, secret=True)
        took_ms = (time.perf_counter() - started) * 1000
        interaction = written_down(heard, session, taken, reply, now, took_ms, self._segments)
        after = replace(session, version=session.version + 1, turns=session.turns + 1, last_at=now)
        if session.status != "handoff" or heard.kind == "returned":
            state = taken.outcome.state
            kept = _STATE.dump_json(state).decode()
            after = replace(after, state=kept, status=state.status)
        self._conversations.commit(after, reply.language, interaction, later, first)
        return reply

    def _session(self, heard: Heard, now: datetime) -> Session | None:
        """The open session, or a new one where the event may begin one."""
        session = self._conversations.open(heard.channel, heard.session, heard.caller)
        if session and session.status == "handoff":
            return session
        if session and heard.channel == "sms" and self._is_over(session, heard, now):
            self._conversations.close(session, now)
            session = None
        if session or (heard.channel == "voice" and heard.kind not in BEGINNINGS):
            return session
        return Session(
            id=uuid.uuid4().hex,
            channel=heard.channel,
            key=heard.session,
            caller=heard.caller,
            called=heard.called,
            library=self._begin_with(now).version,
            state="",
            version=0,
            turns=0,
            status="open",
            started_at=now,
            last_at=now,
        )

    def _is_over(self, session: Session, heard: Heard, now: datetime) -> bool:
        """Is an exchange of texts over, so that this text begins another?"""
        rested = now - session.last_at > IDLE
        return rested or self._continuity.superseded(session, heard, self._in_use(), now)

    def _nothing_open(self, heard: Heard) -> Reply:
        """The call is over already (a late key, a second hang-up): nothing changes."""
        last = self.last(heard.channel, heard.session)
        if last is not None and last.next != "listen":
            return replace(last, prompts=())
        return Reply("", 0, (), self._default_language, "normal", "end")

    def _begin_with(self, now: datetime) -> Library:
        """The flows for a new conversation, kept for as long as it may need them."""
        library = self._in_use()
        if library.version not in self._libraries:
            self._conversations.keep_library(library.version, library.files, now)
            self._libraries[library.version] = library
        return library

    def _library_of(self, session: Session) -> Library:
        if session.library not in self._libraries:
            with self._reading:  # after a start, all who go on or look on ask for the same one
                if session.library not in self._libraries:
                    files = self._conversations.library(session.library)
                    self._libraries[session.library] = Library(files, self._in_use())
        return self._libraries[session.library]

    def _state(self, session: Session, heard: Heard, library: Library, now: datetime) -> State:
        if session.version:
            return _STATE.validate_json(session.state)
        language = heard.language or self._language(heard)
        if language not in library.languages:
            language = self._default_language
        pace = self._conversations.paces.of(heard.caller, now)
        caller = borrowed(heard.caller)
        may_record = bool(self._recorder and self._recorder.may_ask(heard))
        state = begin(library, heard.channel, language, caller, heard.kind, pace, may_record)
        return self._personalisation.began(state, heard.caller, library, now)

    def _pace(self, session: Session, before: State, after: State, now: datetime) -> list[Write]:
        """What is to be kept of the pace: a change, and that a slow one was wanted once more."""
        again = session.version == 0 and after.pace == "slow"
        if not (again or before.pace != after.pace):
            return []
        return [self._conversations.paces.remember(session.caller, after.pace, now)]

    def _language(self, heard: Heard) -> str | None:
        written = language_of(heard.text) if heard.kind == "text" else None
        if written in self._in_use().languages:
            return written
        return self._conversations.last_language(heard.caller)

    def filler(self, language: str, number: int) -> Prompt:
        """What is said while a turn takes long: for the first time (1), the second …"""
        name = f"wait_{number if number < 2 else 2 + number % 2}"
        return Prompt(self._in_use().locale(language)[name].voice, language, f"locale.{name}")
