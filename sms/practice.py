"""The practice telephone's texts: answered like any other, and brought by no provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from conversation import practice
from conversation.reply import Reply
from sms.answering import Answering
from sms.economy import LIMIT, economical
from sms.incoming import Incoming
from sms.segments import pieces


@dataclass(frozen=True)
class Texted:
    """What a practice text was answered."""

    segments: Sequence[str]
    """The answer as it would be sent; empty when none is given."""
    session_id: str
    """The conversation, empty where there is none (STOP and its like)."""


class Turns(Protocol):
    """Knows the latest reply of a conversation."""

    def last(self, channel: str, session: str) -> Reply | None:
        """None when there was none."""


class PracticeTexts:
    """Takes the texts of practice telephones."""

    def __init__(self, answering: Answering, turns: Turns) -> None:
        self._answering = answering
        self._turns = turns

    def take(self, telephone: str, number: str, text_id: str, body: str) -> Texted:
        """Answer a text that `telephone` sends with the number (E.164) that it borrows.

        text_id: the telephone's own; sent again, a text gets the same answer.
        """
        message = Incoming(
            id=f"{practice.LINE}:{telephone}:{text_id}",
            ours=practice.LINE,
            theirs=practice.number(telephone, number),
            body=body[:LIMIT].strip(),
            media=False,
            opt_out_type="",
        )
        answer = self._answering.answer(message)
        last = self._turns.last("sms", message.session)
        return Texted(segments_of(answer), last.session_id if last else "")


def segments_of(text: str) -> Sequence[str]:
    """A text as it goes over the air: shortened, and cut where a segment ends."""
    return pieces(economical(text)) if text else ()
