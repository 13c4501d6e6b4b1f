"""What the figures of the service take from a turn: nothing of what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conversation.answering import Taken
from conversation.heard import Heard
from conversation.reply import Reply
from flows.doubt import NEITHER, RIGHT
from intents import Understood

Segments = Callable[[str, str], tuple[int, int]]
TOPIC = "topic"
"""The shared slot with the intent that a conversation is about."""


def counted(heard: Heard, taken: Taken, reply: Reply, segments: Segments) -> dict[str, Any]:
    """asked: the question that was answered; missed: whether in vain; topic; resting: whether
    nothing is in progress any more and something was done; segments: of the text and its answer.

    segments: how many segments a text and its answer are sent in.
    """
    state, understood = taken.outcome.state, taken.understood
    topic = state.shared.get(TOPIC)
    found = {
        "asked": _asked(taken, reply) if understood else "",
        "missed": understood is not None and _missed(understood),
        "topic": topic if isinstance(topic, str) else "",
        "resting": len(state.frames) == 1 and topic is not None,
    }
    if heard.channel == "sms":
        found["segments"] = segments(heard.text, reply.text)
    return found


def _asked(taken: Taken, reply: Reply) -> str:
    """The question; of a first text, which opens the conversation, the one that it is answered by
    where nothing in it was understood."""
    asked = taken.asked if taken.asked and taken.asked.flow else reply.expects
    return f"{asked.flow}.{asked.step}" if asked else ""


def _missed(understood: Understood) -> bool:
    """Was nothing understood, or something that the person says is wrong?"""
    if understood.choice == NEITHER or understood.slots.get(RIGHT.name) is False:
        return True
    return understood.empty or not (
        understood.command
        or understood.choice
        or understood.slots
        or understood.intent
        or understood.maybe
    )
