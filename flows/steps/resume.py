"""`resume`: go on where an earlier call broke off."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from flows.draft import Draft
from flows.steps.step import Step


class Resume(Step):
    """`resume: conversation`, `otherwise: STEP` (where there is nothing to go on with).

    The question at which the line dropped is asked again; what was answered before it holds.
    """

    kind: ClassVar[str] = "resume"
    resume: Literal["conversation"]
    otherwise: str

    def enter(self, draft: Draft) -> None:
        if not draft.take_up():
            draft.goto(self.otherwise)

    def exits(self) -> Iterator[str]:
        yield self.otherwise
