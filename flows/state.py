"""Where a conversation stands: plain values that go to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Pace = Literal["normal", "slow"]
Channel = Literal["voice", "sms"]


@dataclass(frozen=True)
class Frame:
    """A flow in progress; `run` and a change of subject put another one on top of it."""

    flow: str
    step: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    resume: bool = False
    """True when a change of subject interrupted it: its step is asked again afterwards."""


@dataclass(frozen=True)
class State:
    """A conversation between two turns. `frames` is never empty; the last one is current."""

    channel: Channel
    language: str
    frames: tuple[Frame, ...]
    caller: str = ""
    """The caller's number, E.164 or empty: a hint, never proof of who calls."""
    pace: Pace = "normal"
    shared: Mapping[str, Any] = field(default_factory=dict)
    """Slots of the whole conversation, written `session.NAME` in flows."""
    failures: int = 0
    """How often in a row the current question was not answered."""
    history: tuple[tuple[Frame, ...], ...] = ()
    """The questions before this one, oldest first, for *back*."""
    said: tuple[tuple[str, str], ...] = ()
    """(step, text) of the last prompts, for *repeat*."""
    status: Literal["open", "calling", "handoff", "ended"] = "open"

    @property
    def top(self) -> Frame:
        """The flow in progress."""
        return self.frames[-1]

    def with_top(self, frame: Frame) -> State:
        """The same state with another current frame."""
        return replace(self, frames=(*self.frames[:-1], frame))
