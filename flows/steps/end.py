"""`end`: the flow is over."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from flows.draft import Draft
from flows.steps.step import Step
from flows.text import Text


class End(Step):
    """`end: flow` goes back to the flow below, `end: subject` also ends those that ran this one;
    `end: conversation` says goodbye and hangs up."""

    kind: ClassVar[str] = "end"
    end: Literal["flow", "subject", "conversation"]
    text: Text | None = None

    def enter(self, draft: Draft) -> None:
        if self.text:
            draft.say(self.text, self.place)
        if self.end == "conversation":
            draft.ended = True
        elif self.end == "subject":
            draft.leave_subject()
        else:
            draft.leave()

    def texts(self) -> Iterator[tuple[str, Text]]:
        if self.text:
            yield "text", self.text
