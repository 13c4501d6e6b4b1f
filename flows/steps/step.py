"""What every step has, and what a step can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator

from flows.draft import Draft
from flows.expects import Slot
from flows.ladder import Question
from flows.meaning import Meaning
from flows.text import Text


class Step(BaseModel):
    """A named step of a flow. A subclass's `kind` is the key that marks it in YAML."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: ClassVar[str]
    asks: ClassVar[bool] = False
    """True when the step waits for the person."""
    hear_out: bool = False
    """True when nobody may talk or key over what it says, the first time that it says it."""

    _flow: str = PrivateAttr(default="")
    _name: str = PrivateAttr(default="")
    _line: int = PrivateAttr(default=0)

    @model_validator(mode="after")
    def _says_something(self) -> Step:
        if self.hear_out and not any(self.texts()):
            raise ValueError("hear_out is for a step that says something")
        return self

    def place_at(self, flow: str, name: str, line: int) -> None:
        """Tell the step where it stands."""
        self._flow, self._name, self._line = flow, name, line

    @property
    def name(self) -> str:
        """The step's name in its flow."""
        return self._name

    @property
    def line(self) -> int:
        """Line of the step in its file, from 1."""
        return self._line

    @property
    def place(self) -> str:
        """`flow.step`."""
        return f"{self._flow}.{self._name}"

    def enter(self, draft: Draft) -> None:
        """Do what the step does: move on, wait, or end."""
        raise NotImplementedError

    def question(self, draft: Draft) -> Question | None:
        """What it asks; None for a step that asks nothing."""
        return None

    def take(self, draft: Draft, meaning: Meaning) -> bool:
        """Take an answer; False when it does not fit. Only steps that ask have it."""
        raise NotImplementedError

    def called(self, draft: Draft, choice: str) -> str:
        """What one of its choices is called, where it is asked whether that was meant."""
        return choice

    def unanswered(self, draft: Draft) -> bool:
        """Go on without an answer that was understood; False where it is asked for again."""
        return False

    def returned(self, draft: Draft) -> None:
        """Go on after a flow that this step has run is over."""
        raise NotImplementedError

    # For the linter ---------------------------------------------------------------------------

    def exits(self) -> Iterator[str]:
        """The steps of the same flow that may come next."""
        yield from ()

    def runs(self) -> Iterator[str]:
        """The flows that it may run."""
        yield from ()

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Its texts, by what they are for."""
        yield from ()

    def reads(self) -> Iterator[str]:
        """Slot paths that it reads, beside those in its texts."""
        yield from ()

    def writes(self) -> Iterator[str]:
        """Slots that it sets."""
        yield from ()

    def slots(self) -> Iterator[Slot]:
        """Slots that it asks for."""
        yield from ()


def references(value: Any) -> Iterator[str]:
    """The path in a `$path` value."""
    if isinstance(value, str) and value.startswith("$"):
        yield value[1:]
