"""What a turn answers: the way back to the channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from flows.expects import Expects
from flows.outcome import Handoff, Prompt


@dataclass(frozen=True)
class Reply:
    """What to say, and what comes after it.

    next: `listen` for what `expects` says, `handoff` to a person, or `end`.
    """

    session_id: str
    turn: int
    """Number of the turn in its conversation, from 1; part of the next event's provider id."""
    prompts: tuple[Prompt, ...]
    language: str
    pace: Literal["normal", "slow"]
    next: Literal["listen", "handoff", "end"]
    expects: Expects | None = None
    handoff: Handoff | None = None
    recording: bool = False
    """Has the caller consented to what is said next being kept? Else no channel may keep it."""

    @property
    def text(self) -> str:
        """All prompts as one text. A Chinese sentence is followed by no space."""
        whole = ""
        for prompt in self.prompts:
            gap = " " if whole and (whole[-1].isascii() or whole[-1].isalpha()) else ""
            whole += gap + prompt.text
        return whole

    def to_json(self) -> str:
        """The reply as stored beside its provider id."""
        return _ADAPTER.dump_json(self).decode()

    @staticmethod
    def from_json(text: str) -> Reply:
        """The inverse of `to_json`."""
        return _ADAPTER.validate_json(text)


_ADAPTER: TypeAdapter[Reply] = TypeAdapter(Reply)
