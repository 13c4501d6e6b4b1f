"""`choose`: choose among what a function has found."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from flows import marked
from flows.draft import Draft
from flows.expects import Choice, Slot
from flows.ladder import Question
from flows.meaning import Meaning
from flows.steps.limits import Limits, plain
from flows.steps.step import Step, references
from flows.text import Text

LABEL = "label"
"""The key of a text that is filled with the fields of what is offered, not with slots."""
MOST = 9
"""Choices with a key of their own."""


class Instead(BaseModel):
    """`{ask: SLOT, type: SLOT_TYPE, goto: STEP}`: a value that may be said instead of a choice."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    ask: str
    type: str
    goto: str


class Choose(Step):
    """`choose: SLOT`, `among: $path`, `text: …`, `next: STEP`.

    The list at `among` holds mappings of `name` (which the slot gets), `label` (how it is offered)
    and `phrases` (what else may be said for it), in the language of the conversation. The first
    has key 1. Where one has no label, `label` of the step makes it, of the fields of the mapping.
    """

    kind: ClassVar[str] = "choose"
    asks: ClassVar[bool] = True
    choose: str
    among: str = Field(pattern=r"^\$")
    text: Text
    label: Text | None = None
    instead: Instead | None = None
    rephrase: Text | None = None
    confidence: Limits | None = None
    """What it takes to act on a spoken answer; the usual for a choice where it is missing."""
    next: str

    def enter(self, draft: Draft) -> None:
        self.question(draft).put(draft, self.place)

    def question(self, draft: Draft) -> Question:
        choices = tuple(
            Choice(
                one["name"],
                str(key),
                self._label(draft, one),
                tuple(one["phrases"]),
                filled=self.label is not None,
            )
            for key, one in enumerate(self._offered(draft), start=1)
        )
        sure = plain(self.confidence)
        slot = next(self.slots(), None)
        return Question(self.text, self.rephrase, slot=slot, choices=choices, confidence=sure)

    def called(self, draft: Draft, choice: str) -> str:
        offered = self._offered(draft)
        return next(self._label(draft, one) for one in offered if one["name"] == choice)

    def _label(self, draft: Draft, one: Mapping[str, Any]) -> str:
        if self.label is None or one.get("label"):
            return str(one["label"])
        # What ends in "a.m." is followed by the full stop of the offer.
        return marked.plain(draft.fill(draft.template(self.label), one)).rstrip(".")

    def take(self, draft: Draft, meaning: Meaning) -> bool:
        other = meaning.slots.get(self.instead.ask) if self.instead else None
        if self.instead and meaning.choice is None and other is not None:
            draft.put({self.instead.ask: other})
            draft.goto(self.instead.goto)
            return True
        if meaning.choice not in [one["name"] for one in self._offered(draft)]:
            return False
        draft.put({self.choose: meaning.choice})
        draft.goto(self.next)
        return True

    def _offered(self, draft: Draft) -> list[Mapping[str, Any]]:
        return list(draft.resolve(self.among) or ())[:MOST]

    def exits(self) -> Iterator[str]:
        yield self.next
        if self.instead:
            yield self.instead.goto

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "text", self.text
        if self.rephrase:
            yield "rephrase", self.rephrase
        if self.label:
            yield LABEL, self.label

    def reads(self) -> Iterator[str]:
        yield from references(self.among)

    def writes(self) -> Iterator[str]:
        yield self.choose
        if self.instead:
            yield self.instead.ask

    def slots(self) -> Iterator[Slot]:
        if self.instead:
            yield Slot(self.instead.ask, self.instead.type)
