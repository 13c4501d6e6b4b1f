"""`ask`: ask for a slot."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from flows.draft import Draft
from flows.expects import Choice, Slot
from flows.ladder import Question
from flows.meaning import Meaning
from flows.steps.limits import Limits, plain
from flows.steps.step import Step
from flows.text import Text

UNSURE = "unsure"
"""The choice of who does not know, and the phrase that holds the ways to say so."""


class Ask(Step):
    """`ask: SLOT`, `type: SLOT_TYPE`, `text: …`, `next: STEP`.

    A slot that an earlier answer has already filled is not asked again.
    """

    kind: ClassVar[str] = "ask"
    asks: ClassVar[bool] = True
    ask: str
    type: str
    among: str | None = None
    """A list of `benefits/` that holds the possible values."""
    private: bool = False
    """What is answered is never recorded, and always masked in the transcript."""
    keys_only: bool = False
    """What must not be overheard: taken from the keys of a telephone, and by no other way."""
    of: Literal["case", "appointment"] | None = None
    """Of what a claim reference is, where not of a claim, so that prompts say what is meant."""
    text: Text
    rephrase: Text | None = None
    """Asked in other words after two failures; the slot type's own hint where it is missing."""
    confidence: Limits | None = None
    """What it takes to act on a spoken answer; the usual for its type where it is missing."""
    next: str
    unsure: str | None = None
    """Where it goes when somebody says that they do not know."""

    @property
    def slot(self) -> Slot:
        """What is asked for."""
        return Slot(self.ask, self.type, self.among, self.private, self.keys_only, self.of or "")

    def enter(self, draft: Draft) -> None:
        if draft.get(self.ask) is not None:
            draft.goto(self.next)
            return
        self.question(draft).put(draft, self.place)

    def question(self, draft: Draft) -> Question:
        return Question(
            self.text,
            self.rephrase,
            slot=self.slot,
            choices=self._choices(draft),
            confidence=plain(self.confidence),
        )

    def called(self, draft: Draft, choice: str) -> str:
        return self._choices(draft)[0].label

    def _choices(self, draft: Draft) -> tuple[Choice, ...]:
        if not self.unsure:
            return ()
        phrases = draft.phrase_text(UNSURE).split("|")
        return (Choice(UNSURE, "", phrases[0], tuple(phrases[1:]), offered=False),)

    def take(self, draft: Draft, meaning: Meaning) -> bool:
        if self.unsure and meaning.choice == UNSURE:
            draft.goto(self.unsure)
            return True
        value = meaning.slots.get(self.ask)
        if value is None or (self.keys_only and draft.state.channel != "voice"):
            return False
        draft.put({self.ask: value})
        known = {slot.name for slot in draft.library.flow(draft.state.top.flow).slots}
        draft.put({name: value for name, value in meaning.slots.items() if name in known})
        draft.goto(self.next)
        return True

    def exits(self) -> Iterator[str]:
        yield self.next
        if self.unsure:
            yield self.unsure

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "text", self.text
        if self.rephrase:
            yield "rephrase", self.rephrase

    def writes(self) -> Iterator[str]:
        yield self.ask

    def slots(self) -> Iterator[Slot]:
        yield self.slot
