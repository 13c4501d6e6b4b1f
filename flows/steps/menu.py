"""`menu`: choose among options, by word or by key."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from flows.draft import Draft
from flows.expects import Choice
from flows.ladder import Question
from flows.meaning import Meaning
from flows.steps.limits import Limits, plain
from flows.steps.step import Step
from flows.text import Text


class Option(BaseModel):
    """`NAME: {key: 1, label: …, phrases: {en: [..]}, goto: STEP}` or `run: FLOW`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str = Field(pattern=r"^[0-9]$")
    label: Text
    phrases: Mapping[str, tuple[str, ...]] = {}
    goto: str | None = None
    run: str | None = None
    set: Mapping[str, Any] = {}
    """Slots to set when it is chosen."""
    offered: bool = True
    """False leaves it out of `{choices}`: a text of its own offers it."""
    spoken_in: str | None = None
    """The language of the label in every language: the name of a language is said in its own."""

    @field_validator("key", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value

    @model_validator(mode="after")
    def _one_way_on(self) -> "Option":
        if (self.goto is None) == (self.run is None):
            raise ValueError("an option needs either goto or run")
        return self

    def choice(self, name: str, language: str, channel: str) -> Choice:
        """The option as it is offered in a language."""
        label = self.label.template(language, channel)
        phrases = tuple(self.phrases.get(language, ()))
        spoken_in = "" if self.spoken_in in (None, language) else self.spoken_in or ""
        return Choice(name, self.key, label, phrases, self.offered, spoken_in)


class Menu(Step):
    """`menu: {NAME: OPTION, …}`, `text: …`, `next: STEP` (after an option or subject that ran).

    `open: true` makes it the question "how can I help?": any subject is welcome, and its flow
    runs as if it had been chosen. `otherwise: STEP` makes it a question that is put once: an answer
    that is not understood, or none, leads there.
    """

    kind: ClassVar[str] = "menu"
    asks: ClassVar[bool] = True
    menu: Mapping[str, Option]
    text: Text
    rephrase: Text | None = None
    open: bool = False
    confidence: Limits | None = None
    """What it takes to act on a spoken answer; the usual for a choice where it is missing."""
    next: str | None = None
    otherwise: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Menu":
        keys = [option.key for option in self.menu.values()]
        if len(keys) != len(set(keys)):
            raise ValueError("two options have the same key")
        if self.next is None and (self.open or any(option.run for option in self.menu.values())):
            raise ValueError("a menu that runs flows needs next, for when they are over")
        return self

    def enter(self, draft: Draft) -> None:
        self.question(draft).put(draft, self.place)

    def question(self, draft: Draft) -> Question:
        language, channel = draft.state.language, draft.state.channel
        choices = tuple(
            option.choice(name, language, channel) for name, option in self.menu.items()
        )
        sure = plain(self.confidence)
        return Question(self.text, self.rephrase, choices=choices, open=self.open, confidence=sure)

    def called(self, draft: Draft, choice: str) -> str:
        option = self.menu[choice]
        text = draft.library.flow(option.run).title if option.run else option.label
        return text.template(draft.state.language, draft.state.channel)

    def take(self, draft: Draft, meaning: Meaning) -> bool:
        option = self.menu.get(meaning.choice) if meaning.choice else None
        if option is None:
            return False
        draft.put({name: draft.resolve(value) for name, value in option.set.items()})
        if option.goto:
            draft.goto(option.goto)
        elif option.run:
            draft.push(option.run, {})
        return True

    def unanswered(self, draft: Draft) -> bool:
        if self.otherwise:
            draft.goto(self.otherwise)
        return bool(self.otherwise)

    def returned(self, draft: Draft) -> None:
        draft.goto(self.next or self.name)

    def exits(self) -> Iterator[str]:
        yield from (option.goto for option in self.menu.values() if option.goto)
        if self.next:
            yield self.next
        if self.otherwise:
            yield self.otherwise

    def runs(self) -> Iterator[str]:
        yield from (option.run for option in self.menu.values() if option.run)

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "text", self.text
        if self.rephrase:
            yield "rephrase", self.rephrase
        for name, option in self.menu.items():
            yield f"menu.{name}.label", option.label

    def writes(self) -> Iterator[str]:
        for option in self.menu.values():
            yield from option.set
