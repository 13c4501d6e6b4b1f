"""What the engine answers: the state after the turn, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.expects import Expects
from flows.marked import Part, marked, parts, plain
from flows.state import State


@dataclass(frozen=True)
class Prompt:
    """A piece of text to be said or sent, ready for its channel."""

    text: str
    language: str
    step: str
    """`flow.step` that says it, or `locale.key` for a phrase of the engine's own."""
    parts: tuple[Part, ...] = ()
    """What the text consists of, where anything was put in."""
    hear_out: bool = False
    """True when the caller must hear all of it, and cannot talk over it."""

    @staticmethod
    def of(text: str, language: str, step: str, hear_out: bool = False) -> Prompt:
        """The prompt of a text with marks."""
        found = parts(text)
        put_in = any(part.value or part.language for part in found)
        return Prompt(plain(text), language, step, found if put_in else (), hear_out)

    @property
    def marked(self) -> str:
        """The text with its marks."""
        return marked(self.parts) if self.parts else self.text


@dataclass(frozen=True)
class Call:
    """A function of `benefits/` to be run; its result goes back in as the next meaning."""

    function: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Handoff:
    """The conversation goes to a person."""

    queue: str
    facts: Mapping[str, Any]
    """What is known so far, for the clerk's screen; never said to the caller."""


@dataclass(frozen=True)
class Outcome:
    """Exactly one of `call`, `expects`, `handoff` and `ended` is set."""

    state: State
    says: tuple[Prompt, ...] = ()
    call: Call | None = None
    expects: Expects | None = None
    handoff: Handoff | None = None
    ended: bool = False
    walked: tuple[str, ...] = ()
    """The steps that the turn went through, as `flow.step`, for whoever asks what it did."""
