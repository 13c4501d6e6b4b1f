"""What the practice telephone talks to: made by `app.py`, which knows calls and texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Placed(Protocol):
    """A call that was placed. token: for its stream; None when it has to go by keys."""

    @property
    def call_sid(self) -> str: ...
    @property
    def token(self) -> str | None: ...


class Said(Protocol):
    """A prompt and its audio, mu-law at 8000 Hz."""

    @property
    def text(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def audio(self) -> bytes: ...


class Step(Protocol):
    """How a call without a stream goes on; `next` is `keys`, `person` or `end`."""

    @property
    def next(self) -> str: ...
    @property
    def says(self) -> Sequence[Said]: ...
    @property
    def event(self) -> str: ...
    @property
    def least_keys(self) -> int: ...
    @property
    def most_keys(self) -> int: ...
    @property
    def queue(self) -> str: ...


class Calls(Protocol):
    """The practice telephone's calls. A call that is not known raises KeyError."""

    @property
    def stream(self) -> str:
        """Path of the media stream."""

    def place(self, telephone: str, number: str, language: str | None, speech: bool) -> Placed: ...
    def session(self, call_sid: str) -> str: ...
    def after_stream(self, call_sid: str) -> Step: ...
    def keys(self, call_sid: str, event: str, keys: str) -> Step: ...
    def silence(self, call_sid: str, event: str) -> Step: ...
    def unanswered(self, call_sid: str) -> Step: ...
    def hang_up(self, call_sid: str) -> None: ...


class Texted(Protocol):
    """What a text was answered, as it goes over the air, and its conversation."""

    @property
    def segments(self) -> Sequence[str]: ...
    @property
    def session_id(self) -> str: ...


class Texts(Protocol):
    """The practice telephone's texts."""

    def take(self, telephone: str, number: str, text_id: str, body: str) -> Texted: ...


@dataclass(frozen=True)
class Arrived:
    """A text that a conversation has sent. `id` grows."""

    id: int
    to: str
    segments: Sequence[str]


@dataclass(frozen=True)
class Borrowed:
    """Somebody of the demo country whose number can be borrowed, and what they can ask about."""

    name: str
    number: str
    insurance_number: str
    claims: Sequence[str]
    pin: str = ""
    """Of the demo country only; empty for none."""


@dataclass(frozen=True)
class Line:
    """The practice line."""

    calls: Calls
    texts: Texts
    arrived: Callable[[str, int], Sequence[Arrived]]
    """The texts that a conversation has sent since the one with this id."""
    people: Callable[[], Sequence[Borrowed]]
    """Those of the demo country who are in the registry; empty in a real one."""
    may_borrow: Callable[[str], bool]
    """Is this number (E.164) one of nobody's?"""
    languages: Sequence[str]
