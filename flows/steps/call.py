"""`call`: run a function of `benefits/`."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from flows.draft import Draft
from flows.meaning import Meaning
from flows.outcome import Call as Request
from flows.steps.step import Step, references


class Call(Step):
    """`call: claims.status`, `with: {reference: $reference}`, `save: SLOT`, `next: STEP`.

    `failed: STEP` is where it goes when the function cannot be run; without it, to a person.
    """

    kind: ClassVar[str] = "call"
    call: str
    arguments: Mapping[str, Any] = Field(default={}, alias="with")
    save: str
    next: str
    failed: str | None = None

    def enter(self, draft: Draft) -> None:
        arguments = {name: draft.resolve(value) for name, value in self.arguments.items()}
        draft.call = Request(self.call, arguments)

    def take(self, draft: Draft, meaning: Meaning) -> bool:
        if meaning.kind == "result":
            draft.put({self.save: dict(meaning.result)})
            draft.goto(self.next)
            return True
        if self.failed:
            draft.goto(self.failed)
        return bool(self.failed)

    def exits(self) -> Iterator[str]:
        yield self.next
        if self.failed:
            yield self.failed

    def reads(self) -> Iterator[str]:
        for value in self.arguments.values():
            yield from references(value)

    def writes(self) -> Iterator[str]:
        yield self.save
