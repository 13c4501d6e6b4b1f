"""`choose`: choose among what a function has found."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from flows.draft import Draft
from flows.expects import Choice
from flows.ladder import Question
from flows.meaning import Meaning
from flows.steps.limits import Limits, plain
from flows.steps.step import Step, references
from flows.text import Text

MOST = 9
"""Choices with a key of their own."""


class Choose(Step):
    """`choose: SLOT`, `among: $path`, `text: …`, `next: STEP`.

    The list at `among` holds mappings of `name` (which the slot gets), `label` (how it is offered)
    and `phrases` (what else may be said for it), in the language of the conversation. The first
    has key 1.
    """

    kind: ClassVar[str] = "choose"
    asks: ClassVar[bool] = True
    choose: str
    among: str = Field(pattern=r"^\$")
    text: Text
    rephrase: Text | None = None
    confidence: Limits | None = None
    """What it takes to act on a spoken answer; the usual for a choice where it is missing."""
    next: str

    def enter(self, draft: Draft) -> None:
        self.question(draft).put(draft, self.place)

    def question(self, draft: Draft) -> Question:
        choices = tuple(
            Choice(one["name"], str(key), one["label"], tuple(one["phrases"]))
            for key, one in enumerate(self._offered(draft), start=1)
        )
        sure = plain(self.confidence)
        return Question(self.text, self.rephrase, choices=choices, confidence=sure)

    def called(self, draft: Draft, choice: str) -> str:
        return next(one["label"] for one in self._offered(draft) if one["name"] == choice)

    def take(self, draft: Draft, meaning: Meaning) -> bool:
        if meaning.choice not in [one["name"] for one in self._offered(draft)]:
            return False
        draft.put({self.choose: meaning.choice})
        draft.goto(self.next)
        return True

    def _offered(self, draft: Draft) -> list[Mapping[str, Any]]:
        return list(draft.resolve(self.among) or ())[:MOST]

    def exits(self) -> Iterator[str]:
        yield self.next

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "text", self.text
        if self.rephrase:
            yield "rephrase", self.rephrase

    def reads(self) -> Iterator[str]:
        yield from references(self.among)

    def writes(self) -> Iterator[str]:
        yield self.choose
