"""`call`: run a function of `benefits/`."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from flows.draft import Draft
from flows.meaning import Meaning
from flows.outcome import Call as Request
from flows.state import changed
from flows.steps.step import Step, references

LEVEL = "level"
"""The slot in which the flow that asks who somebody is finds the level that is needed."""


class Call(Step):
    """`call: claims.status`, `with: {reference: $reference}`, `save: SLOT`, `next: STEP`.

    `failed: STEP` is where it goes when the function cannot be run; without it, to a person.
    A function may need to know who somebody is: then the flow that handles `step_up` asks, and the
    step is done again. `refused: STEP` is where it goes when that did not help; without it the flow
    ends.
    """

    kind: ClassVar[str] = "call"
    call: str
    arguments: Mapping[str, Any] = Field(default={}, alias="with")
    save: str
    next: str
    failed: str | None = None
    refused: str | None = None

    def enter(self, draft: Draft) -> None:
        arguments = {name: draft.resolve(value) for name, value in self.arguments.items()}
        draft.call = Request(self.call, arguments)

    def take(self, draft: Draft, meaning: Meaning) -> bool:
        if meaning.kind == "step_up":
            self._step_up(draft, meaning.level)
            return True
        draft.state = draft.state.with_top(changed(draft.state.top, stepped_up=False))
        if meaning.kind == "result":
            draft.put({self.save: dict(meaning.result)})
            draft.goto(self.next)
            return True
        if self.failed:
            draft.goto(self.failed)
        return bool(self.failed)

    def returned(self, draft: Draft) -> None:
        """Who somebody is has been asked; the function is tried once more."""

    def _step_up(self, draft: Draft, level: int) -> None:
        top = draft.state.top
        handler = draft.library.handlers.get("step_up")
        if handler and not top.stepped_up:
            draft.state = draft.state.with_top(changed(top, stepped_up=True))
            draft.push(handler.name, {LEVEL: level})
            return
        draft.state = draft.state.with_top(changed(top, stepped_up=False))
        if self.refused:
            draft.goto(self.refused)
        else:
            draft.phrase("not_identified")
            draft.leave()

    def exits(self) -> Iterator[str]:
        yield self.next
        yield from filter(None, (self.failed, self.refused))

    def reads(self) -> Iterator[str]:
        for value in self.arguments.values():
            yield from references(value)

    def writes(self) -> Iterator[str]:
        yield self.save
