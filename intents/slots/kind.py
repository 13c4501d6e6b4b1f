"""What every slot type offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from intents.text import Span, Utterance
from intents.understood import Option


@dataclass(frozen=True)
class KeyEntry:
    """How many telephone keys answer a slot; equal bounds need no `#` to end the entry."""

    min: int
    max: int
    between_s: float = 2.5
    """Seconds without a key that end an entry that is long enough …"""
    looking_s: float = 5.0
    """… and one that is still too short: the number is being looked for."""


Pause = Literal["short", "usual", "long", "longest"]
"""A silence after speech, from what nothing can follow to the inside of a number that is read
from paper; a channel gives each its seconds."""


@dataclass(frozen=True)
class Pauses:
    """The silence that ends a spoken answer: while more may follow, and once there is a value."""

    inside: Pause = "usual"
    whole: Pause = "usual"


@dataclass(frozen=True)
class Asking:
    """The circumstances in which a value is read."""

    language: str
    today: date
    options: Sequence[Option] = ()
    asked: bool = True
    """False when the value is only looked for in an answer to something else."""


@dataclass(frozen=True)
class Reading:
    """A value that was read, digits that cannot be one, or neither: where a value was heard that
    nobody here can work out, as a date of another calendar."""

    value: Any = None
    confidence: float = 0.0
    span: Span | None = None
    """The tokens that hold it; None for keys."""
    invalid: str | None = None
    """What was heard when it cannot be right, as digits; `value` is None then."""


class SlotType(Protocol):
    """One type of value."""

    @property
    def name(self) -> str: ...

    @property
    def free(self) -> bool:
        """Whether it may be picked out of an answer to something else."""

    @property
    def keys(self) -> KeyEntry: ...

    @property
    def pauses(self) -> Pauses: ...

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        """The value in words or figures, None when there is none."""

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        """The value of telephone keys (0-9 and *), None when they cannot be one."""

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        """What a speech recogniser should listen for."""
