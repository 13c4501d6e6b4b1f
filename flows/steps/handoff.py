"""`handoff`: give the conversation to a person."""

from collections.abc import Iterator
from typing import ClassVar

from flows.draft import Draft
from flows.outcome import Handoff as Request
from flows.steps.step import Step
from flows.text import Text


class Handoff(Step):
    """`handoff: QUEUE`, `text: …` said before."""

    kind: ClassVar[str] = "handoff"
    handoff: str
    text: Text

    def enter(self, draft: Draft) -> None:
        draft.say(self.text, self.place)
        facts = {
            f"{frame.flow}.{name}": value
            for frame in draft.state.frames
            for name, value in frame.slots.items()
        }
        draft.handoff = Request(self.handoff, facts)

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "text", self.text
