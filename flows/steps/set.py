"""`set`: give slots a value."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from flows.draft import Draft
from flows.steps.step import Step, references


class Set(Step):
    """`set: {SLOT: VALUE or $path or null, …}`, `next: STEP`; null forgets an answer."""

    kind: ClassVar[str] = "set"
    set: Mapping[str, Any]
    next: str

    def enter(self, draft: Draft) -> None:
        draft.put({name: draft.resolve(value) for name, value in self.set.items()})
        draft.goto(self.next)

    def exits(self) -> Iterator[str]:
        yield self.next

    def reads(self) -> Iterator[str]:
        for value in self.set.values():
            yield from references(value)

    def writes(self) -> Iterator[str]:
        yield from self.set
