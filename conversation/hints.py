"""Hints that a clerk whispers to the assistant: what was meant, where it was not understood.

A hint counts where nothing was heard or it was not understood for certain: what somebody says
plainly counts more than what another thinks they meant. One that gives the call to a person counts
whatever was heard. It waits as long as the conversation waits at the step it was given for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from conversation.redaction import redact
from flows import Expects
from intents import Understood

LONGEST = 200
"""Characters of an answer that is filled in."""


@dataclass(frozen=True)
class Hint:
    """What a clerk says was meant.

    kind: a `choice` of the menu, an `intent`, an `answer` in words or digits, or `person`.
    """

    by: str
    kind: Literal["choice", "intent", "answer", "person"]
    value: str
    place: str
    """`flow.step` that was waited at."""

    def to_json(self) -> str:
        """As it is stored."""
        return _ADAPTER.dump_json(self).decode()

    @staticmethod
    def from_json(text: str) -> Hint:
        """The inverse of `to_json`."""
        return _ADAPTER.validate_json(text)

    def fits(self, expects: Expects) -> bool:
        """Is it for what is waited for now?"""
        return self.kind == "person" or self.place == place_of(expects)

    def understood(self, understand: Callable[[str], Understood]) -> Understood:
        """What it means. understand: what an answer in words means where the conversation is."""
        if self.kind == "choice":
            return Understood(choice=self.value, confidence=1.0)
        if self.kind == "intent":
            return Understood(intent=self.value, confidence=1.0)
        if self.kind == "person":
            return Understood(command="person", confidence=1.0)
        return understand(self.value)

    def counts(self, heard: Understood) -> bool:
        """Does it count more than what was heard?"""
        if self.kind == "person":
            return True
        return heard.empty or bool(heard.maybe or heard.invalid)

    def trace(self) -> dict[str, Any]:
        """What the transcript keeps of it."""
        return {"by": self.by, "kind": self.kind, "value": redact(self.value)}


_ADAPTER: TypeAdapter[Hint] = TypeAdapter(Hint)


def place_of(expects: Expects) -> str:
    """`flow.step` that is waited at."""
    return f"{expects.flow}.{expects.step}"
