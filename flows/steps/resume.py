"""`resume`: go on where an earlier call broke off, or with what it was about."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from flows.draft import Draft
from flows.steps.step import Step


class Resume(Step):
    """`resume: conversation`, `otherwise: STEP` (where there is nothing to go on with).

    The question at which the line dropped is asked again; what was answered before it holds.
    `resume: subject`, `otherwise: STEP`, `next: STEP` begins what the last call was about.
    """

    kind: ClassVar[str] = "resume"
    resume: Literal["conversation", "subject"]
    otherwise: str
    next: str | None = None
    """Where it goes when the subject is done; a conversation has a place of its own."""

    def enter(self, draft: Draft) -> None:
        going_on = draft.take_up() if self.resume == "conversation" else draft.recall()
        if not going_on:
            draft.goto(self.otherwise)

    def returned(self, draft: Draft) -> None:
        draft.goto(self.next or self.otherwise)

    def exits(self) -> Iterator[str]:
        yield self.otherwise
        if self.next:
            yield self.next
