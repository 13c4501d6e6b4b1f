"""What a turn leaves: its reply, and what the transcript keeps of it, redacted."""

from __future__ import annotations

from datetime import datetime

from conversation import hearing, privacy
from conversation.answering import Taken
from conversation.counted import Segments, counted
from conversation.heard import Heard
from conversation.redaction import MASK, redact_words
from conversation.reply import Reply
from conversation.words import moved
from intents import Understood
from storage.conversations import Interaction, Session


def reply_of(session: Session, taken: Taken) -> Reply:
    """What the turn answers."""
    outcome = taken.outcome
    return Reply(
        session_id=session.id,
        turn=session.turns + 1,
        prompts=taken.says,
        language=outcome.state.language,
        pace=outcome.state.pace,
        next="handoff" if outcome.handoff else "end" if outcome.ended else "listen",
        expects=outcome.expects,
        handoff=outcome.handoff,
        recording=outcome.state.recording,
    )


def written_down(
    heard: Heard,
    session: Session,
    taken: Taken,
    reply: Reply,
    now: datetime,
    took_ms: float,
    segments: Segments,
) -> Interaction:
    """The turn as it is stored. segments: how many a text and its answer are sent in."""
    asked, understood = taken.asked, taken.understood
    words = () if privacy.is_private(asked, understood) else heard.words
    timed = moved(redact_words(heard.text, words), _began(heard, session, now))
    place = f"{reply.expects.flow}.{reply.expects.step}" if reply.expects else reply.next
    topic = _topic(understood)
    meaning = hearing.trace(understood, asked, privacy.names(asked, understood))
    if taken.hint:
        hint = taken.hint.trace()
        private = privacy.is_private(asked, understood)
        meaning["hint"] = {**hint, "value": MASK} if private else hint
    return Interaction(
        provider_id=heard.provider_id,
        kind=heard.kind,
        heard=privacy.transcript(heard, asked, understood),
        confidence=heard.confidence,
        meaning=meaning,
        intent=topic,
        intent_confidence=understood.confidence if topic and understood else None,
        place=place,
        said=privacy.said(reply.text, reply.expects),
        reply=reply.to_json(),
        took_ms=round(took_ms, 3),
        assurance=taken.outcome.state.assurance.level,
        trace={
            "steps": taken.steps,
            "calls": [vars(call) for call in taken.calls],
            **counted(heard, taken, reply, segments),
        },
        words=[(word.text, round(word.confidence, 3), word.start, word.end) for word in timed],
    )


def _began(heard: Heard, session: Session, now: datetime) -> float:
    """Seconds from the beginning of the call to that of the utterance."""
    ended = heard.ended_at
    if ended is None:
        ended = (now - session.started_at).total_seconds()
    return max(0.0, ended - heard.lasted)


def _topic(understood: Understood | None) -> str | None:
    """What staff see as the intent: a menu's option or a command is one too."""
    if understood is None:
        return None
    return understood.intent or understood.choice or understood.command
