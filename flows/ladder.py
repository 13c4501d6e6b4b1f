"""How a question is put, and put again: each failure asks in another way.

0  the question
1  what went wrong, and the question once more
2  what went wrong, and the question in other words, with its choices
3  keys only
4  a person, or a call-back for a silent line (the engine goes there)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.draft import Draft
from flows.expects import Choice, Confidence, Expects, Slot
from flows.marked import tongue, value
from flows.text import Text

REPHRASE, KEYS_ONLY, GIVE_UP = 2, 3, 4
DEEPEST = 4
"""Subjects inside one another; a further change of subject is not listened for."""


@dataclass(frozen=True)
class Question:
    """A question of a step: for a slot or among choices."""

    text: Text
    rephrase: Text | None = None
    slot: Slot | None = None
    choices: tuple[Choice, ...] = ()
    open: bool = False
    confidence: Confidence | None = None
    doubt: bool = False

    def put(self, draft: Draft, place: str) -> None:
        """Ask, in the way that the number of failures calls for."""
        failures = draft.state.failures
        keys_only = self._keys_only(draft)
        if failures and draft.problem:
            self._say_what_went_wrong(draft)
        if failures < REPHRASE:
            self._say(draft, self.text, place, keys_only)
        elif failures < KEYS_ONLY:
            self._rephrase(draft, place, keys_only)
        else:
            draft.say_plain(self._by_keys(draft), place)
        draft.expects = self.expects(draft, place)

    def _say_what_went_wrong(self, draft: Draft) -> None:
        if self.slot and self.slot.secret:
            draft.phrase(f"not_{self.slot.type}")  # whatever it was, nothing of it is told back
        else:
            number = min(draft.state.failures, KEYS_ONLY)
            draft.phrase(f"{draft.problem}_{number}", **draft.problem_values)

    def _keys_only(self, draft: Draft) -> bool:
        """Is speech not listened to: not for this slot, not in this language, or not any more?"""
        tired = draft.state.failures >= KEYS_ONLY or (self.slot is not None and self.slot.keys_only)
        return draft.keys_only or (tired and draft.state.channel == "voice")

    def _say(self, draft: Draft, text: Text, place: str, keys_only: bool) -> None:
        template = draft.template(text)
        listed = "{choices}" in template
        values = {"choices": self._offer(draft)} if listed else {}
        draft.say_plain(draft.fill(template, values), place)
        if keys_only and not listed:
            draft.say_plain(self._by_keys(draft), place)

    def _rephrase(self, draft: Draft, place: str, keys_only: bool) -> None:
        if self.rephrase:
            self._say(draft, self.rephrase, place, keys_only)
        elif self.slot and not self._lists:
            draft.say_plain(draft.phrase_text(f"hint_{self.slot.called}"), place)
        if self.choices and not (self.rephrase and self._lists_choices(draft, self.rephrase)):
            draft.say_plain(self._offer(draft), place)

    @property
    def _lists(self) -> bool:
        """Does it offer choices? Then they are what is repeated, and not the value beside them."""
        return any(choice.offered for choice in self.choices)

    @staticmethod
    def _lists_choices(draft: Draft, text: Text) -> bool:
        return "{choices}" in draft.template(text)

    def _offer(self, draft: Draft) -> str:
        """The choices with their keys: "For the status of a claim, press 1." """
        return " ".join(
            draft.phrase_text("choice", label=_label(draft, choice), key=choice.key)
            for choice in self.choices
            if choice.offered
        )

    def _by_keys(self, draft: Draft) -> str:
        if self.slot and not self._lists:
            return draft.phrase_text(f"keys_{self.slot.called}")
        return self._offer(draft)

    def expects(self, draft: Draft, place: str) -> Expects:
        """What is waited for once the question is put."""
        flow, step = place.split(".", 1)
        return Expects(
            flow=flow,
            step=step,
            slot=self.slot,
            choices=self.choices,
            also=tuple(self._also(draft)),
            intents=_subjects(draft),
            near=() if self.open else tuple(draft.library.about(draft.state.top)),
            open=self.open,
            confidence=self.confidence,
            doubt=self.doubt,
            last=None if self.doubt else _last(draft),
            keys_only=self._keys_only(draft),
        )

    def _also(self, draft: Draft) -> Iterator[Slot]:
        for slot in draft.library.flow(draft.state.top.flow).slots:
            if draft.get(slot.name) is None and (self.slot is None or slot.name != self.slot.name):
                yield slot


def _last(draft: Draft) -> Slot | None:
    """The slot that the answer before this question was for."""
    if not draft.state.history:
        return None
    before = draft.state.history[-1][-1]
    if before.flow != draft.state.top.flow or before.step == draft.state.top.step:
        return None
    return next(iter(draft.library.step(before.flow, before.step).slots()), None)


def _label(draft: Draft, choice: Choice) -> str:
    if choice.filled and draft.state.channel == "voice":
        return value(choice.label, "")
    own = draft.state.channel == "sms" or not choice.spoken_in
    return choice.label if own else tongue(choice.label, choice.spoken_in)


def _subjects(draft: Draft) -> Mapping[str, tuple[Slot, ...]]:
    """The intents that lead elsewhere, with the slots their flows ask for."""
    deepest = len(draft.state.frames) > DEEPEST
    return {} if deepest else draft.library.subjects(draft.state.top)
