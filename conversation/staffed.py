"""What staff do in a conversation, as its turns see it: hints, and texts that a person answers."""

from __future__ import annotations

from collections.abc import Iterator

from conversation.answering import Taken
from conversation.heard import Heard
from conversation.hints import Hint, place_of
from conversation.redaction import redact
from conversation.reply import Reply
from flows import Expects, State
from storage.conversations import Interaction, Session
from storage.database import Write
from storage.hints import Hints


class Staffed:
    """The hints that wait."""

    def __init__(self, hints: Hints | None) -> None:
        """hints: None where nobody whispers any."""
        self._hints = hints

    def hint(self, session_id: str) -> Hint | None:
        """What a clerk has whispered, and was not taken yet."""
        waiting = self._hints.waiting(session_id) if self._hints else None
        return Hint.from_json(waiting) if waiting else None

    def waits(self, session_id: str, expects: Expects | None) -> bool:
        """Does a hint wait for what is waited for now?"""
        hint = self.hint(session_id) if expects else None
        return hint is not None and expects is not None and hint.fits(expects)

    def left(self, session: Session, hint: Hint | None, taken: Taken) -> Iterator[Write]:
        """To be written with a turn: a hint that was taken, or is too late, is gone."""
        if hint is None or self._hints is None:
            return
        expects = taken.outcome.expects
        if taken.hint or expects is None or place_of(expects) != hint.place:
            yield self._hints.gone(session.id)


def passed_on(heard: Heard, session: Session, state: State) -> tuple[Reply, Interaction]:
    """A text to the person who has the conversation: kept, and not answered by us."""
    reply = Reply(session.id, session.turns + 1, (), state.language, state.pace, "handoff")
    return reply, written(heard.provider_id, heard.kind, reply, state, heard=redact(heard.text))


def answered(
    provider_id: str, session: Session, state: State, text: str, by: str
) -> tuple[Reply, Interaction]:
    """What the person answers."""
    reply = Reply(session.id, session.turns + 1, (), state.language, state.pace, "handoff")
    return reply, written(provider_id, "clerk", reply, state, said=redact(text), by=by)


def written(
    provider_id: str,
    kind: str,
    reply: Reply,
    state: State,
    *,
    heard: str = "",
    said: str = "",
    by: str = "",
) -> Interaction:
    """A turn that no flow has taken, as the transcript keeps it. by: who of the staff speaks."""
    return Interaction(
        provider_id=provider_id,
        kind=kind,
        heard=heard,
        confidence=1.0,
        meaning={"by": by} if by else {},
        intent=None,
        intent_confidence=None,
        place="handoff",
        said=said,
        reply=reply.to_json(),
        took_ms=0.0,
        assurance=state.assurance.level,
    )
