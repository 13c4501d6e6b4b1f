"""`run`: run another flow, then come back."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from flows.draft import Draft
from flows.steps.step import Step, references


class Run(Step):
    """`run: FLOW`, `with: {SLOT: VALUE or $path}`, `next: STEP`."""

    kind: ClassVar[str] = "run"
    run: str
    arguments: Mapping[str, Any] = Field(default={}, alias="with")
    next: str

    def enter(self, draft: Draft) -> None:
        draft.push(self.run, {name: draft.resolve(v) for name, v in self.arguments.items()})

    def returned(self, draft: Draft) -> None:
        draft.goto(self.next)

    def exits(self) -> Iterator[str]:
        yield self.next

    def runs(self) -> Iterator[str]:
        yield self.run

    def reads(self) -> Iterator[str]:
        for value in self.arguments.values():
            yield from references(value)
