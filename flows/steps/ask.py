"""`ask`: ask for a slot."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from flows.draft import Draft
from flows.expects import Slot
from flows.ladder import Question
from flows.meaning import Meaning
from flows.steps.step import Step
from flows.text import Text

RIGHT = Slot("right", "yes_no")
"""Asked about what may have been heard wrongly."""


class Ask(Step):
    """`ask: SLOT`, `type: SLOT_TYPE`, `text: …`, `next: STEP`.

    A slot that an earlier answer has already filled is not asked again. A spoken number that may
    have been heard wrongly is read back first.
    """

    kind: ClassVar[str] = "ask"
    asks: ClassVar[bool] = True
    ask: str
    type: str
    among: str | None = None
    """A list of `benefits/` that holds the possible values."""
    text: Text
    rephrase: Text | None = None
    """Asked in other words after two failures; the slot type's own hint where it is missing."""
    next: str

    @property
    def slot(self) -> Slot:
        """What is asked for."""
        return Slot(self.ask, self.type, self.among)

    def enter(self, draft: Draft) -> None:
        if draft.get(self.ask) is not None:
            draft.goto(self.next)
            return
        self.question(draft).put(draft, self.place)

    def question(self, draft: Draft) -> Question:
        unsure = draft.state.top.unsure
        if unsure is None:
            return Question(self.text, self.rephrase, slot=self.slot)
        wording = draft.phrase_text("confirm", heard=unsure)
        text = Text.model_validate({draft.state.language: wording})
        return Question(text, text, slot=RIGHT)

    def take(self, draft: Draft, meaning: Meaning) -> bool:
        value = meaning.slots.get(self.ask)
        unsure = draft.state.top.unsure
        if value is None and unsure is not None and RIGHT.name in meaning.slots:
            # After a no the question itself is asked again, as after any failure.
            value = unsure if meaning.slots[RIGHT.name] else None
            self._doubt(draft, None)
        if value is None:
            return False
        draft.put({self.ask: value})
        known = {slot.name for slot in draft.library.flow(draft.state.top.flow).slots}
        draft.put({name: value for name, value in meaning.slots.items() if name in known})
        draft.goto(self.next)
        return True

    def confirm(self, draft: Draft, meaning: Meaning) -> bool:
        if self.ask not in meaning.unsure:
            return False
        self._doubt(draft, meaning.unsure[self.ask])
        return True

    @staticmethod
    def _doubt(draft: Draft, value: Any) -> None:
        draft.state = draft.state.with_top(replace(draft.state.top, unsure=value))

    def exits(self) -> Iterator[str]:
        yield self.next

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "text", self.text
        if self.rephrase:
            yield "rephrase", self.rephrase

    def writes(self) -> Iterator[str]:
        yield self.ask

    def slots(self) -> Iterator[Slot]:
        yield self.slot
