"""`goto`: go on at another step."""

from collections.abc import Iterator
from typing import ClassVar

from flows.draft import Draft
from flows.steps.step import Step


class Goto(Step):
    """`goto: STEP`."""

    kind: ClassVar[str] = "goto"
    goto: str

    def enter(self, draft: Draft) -> None:
        draft.goto(self.goto)

    def exits(self) -> Iterator[str]:
        yield self.goto
