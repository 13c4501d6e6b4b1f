"""`say`: say a text and go on."""

from collections.abc import Iterator
from typing import ClassVar

from flows.draft import Draft
from flows.steps.step import Step
from flows.text import Text


class Say(Step):
    """`say: {en: …, zh: …, es: …}`, `next: STEP`.

    `language: es` says it in Spanish whatever the conversation is in: an offer to go on in it.
    """

    kind: ClassVar[str] = "say"
    say: Text
    language: str | None = None
    next: str

    def enter(self, draft: Draft) -> None:
        draft.say(self.say, self.place, language=self.language)
        draft.goto(self.next)

    def exits(self) -> Iterator[str]:
        yield self.next

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "say", self.say
