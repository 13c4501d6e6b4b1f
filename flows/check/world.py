"""What flows are checked against: all that lies outside `flows/`, handed in by the caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

LANGUAGES = ("en", "zh", "es")


class Function(Protocol):
    """A function that flows may call; `benefits.Function` has this shape."""

    @property
    def takes(self) -> tuple[str, ...]: ...
    @property
    def optional(self) -> tuple[str, ...]: ...
    @property
    def gives(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Sent:
    """What sending a text message takes."""

    segments: int
    costly: str = ""
    """Characters that make it more segments than it would be without them."""


@dataclass(frozen=True)
class World:
    """The names and measures that flows rely on."""

    functions: Mapping[str, Function]
    slot_types: frozenset[str]
    lists: frozenset[str]
    intents: Mapping[str, frozenset[str]]
    """By intent, the languages that it has examples in."""
    sending: Callable[[str], Sent]
    languages: tuple[str, ...] = LANGUAGES
