"""Which turns were misunderstood, and are worth being looked at by those who teach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from conversation import privacy
from conversation.answering import Taken
from conversation.heard import Heard
from conversation.redaction import MASK
from flows import Expects
from flows.doubt import NEITHER
from intents import Understood
from intents.text import tokens
from storage.conversations import Session
from storage.database import Write
from storage.misunderstood_turns import blaming, hinting, keeping

LONGEST = 200
"""Characters from which on something is no example of anything, however it was understood."""
LEAST_OF_NUMBER = 3
"""Digits from which on a number tells nothing of what is wanted, as understanding has it."""
_TAKEN_BACK = ("back", "drop")
"""Commands that say that the turn before led astray."""


def left(
    session: Session, heard: Heard, taken: Taken, language: str, now: datetime
) -> Iterator[Write]:
    """What a turn leaves for those who teach; language: the one that it was understood in."""
    asked, understood, turn = taken.asked, taken.understood, session.turns + 1
    if taken.hint and heard.kind not in ("speech", "text"):
        yield hinting(session.id, turn - 1, now, words_of)
    if understood is None or heard.kind not in ("speech", "text"):
        return
    if not taken.hint and taken_back(understood, asked):
        yield blaming(session.id, turn, now, words_of)
    reason = "hint" if taken.hint else misunderstood(understood)
    if not reason or privacy.is_private(asked, understood):
        return
    said = privacy.transcript(heard, asked, understood)
    words = words_of(said)
    if words and len(said) <= LONGEST:
        place = f"{asked.flow}.{asked.step}" if asked else ""
        yield keeping(session.id, turn, now, (language, place, reason, said), words)


def misunderstood(understood: Understood) -> str:
    """Why it is worth a look: `nothing`, `unsure`, `which` of two was asked; empty: it is not."""
    if len(understood.maybe) > 1 and understood.maybe[0].intent:
        return "which"
    if understood.maybe:
        offered = understood.maybe[0].command is not None
        return "" if offered or understood.maybe[0].slots else "unsure"
    return "nothing" if understood.empty and not understood.upset else ""


def taken_back(understood: Understood, asked: Expects | None) -> bool:
    """Does it say that what was understood before was not meant?"""
    if asked and asked.doubt:
        refused = any(value is False for value in understood.slots.values())
        return refused or understood.choice == NEITHER
    return understood.command in _TAKEN_BACK or (understood.corrects and bool(understood.intent))


def words_of(said: str) -> str:
    """What makes two sentences the same: their words, without numbers and signs; empty for none."""
    words = tokens(said.replace(MASK, " "))
    kept = (word for word in words if sum(char.isdigit() for char in word) < LEAST_OF_NUMBER)
    return " ".join(kept)
