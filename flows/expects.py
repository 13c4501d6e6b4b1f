"""What a step waits for: enough for a channel to listen well and for the matcher to understand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

REFERENCES = ("case", "appointment")
"""What else than a claim has a reference of the type `claim_reference`."""
SECRETS = frozenset({"pin", "one_time_code"})
"""Slot types whose values are for one function only: forgotten as soon as that has them, and never
told back, not even when they cannot be right."""


@dataclass(frozen=True)
class Choice:
    """One option of a menu, in the language of the conversation."""

    name: str
    key: str
    """The telephone key (0-9) that chooses it; by text the same digit does."""
    label: str
    """How the option is offered: "the status of a claim"."""
    phrases: tuple[str, ...] = ()
    """What a person may say for it, beside the label."""
    offered: bool = True
    """False for an option that `{choices}` leaves out, because it is offered elsewhere."""
    spoken_in: str = ""
    """The language of the label, where it is not the conversation's."""
    filled: bool = False
    """True where the label is made of values, which differ from call to call."""


@dataclass(frozen=True)
class Slot:
    """A value that a step asks for."""

    name: str
    type: str
    """One of the slot types of `intents.slots`: claim_reference, yes_no, place, …"""
    among: str | None = None
    """The list of `benefits/` whose entries are the possible values, where there is one."""
    private: bool = False
    """Never recorded, and always masked: a PIN, an insurance number."""
    keys_only: bool = False
    """Taken from the keys of a telephone alone: never spoken, and never in a text."""
    of: str = ""
    """Of what a reference is, where not of a claim: one of `REFERENCES`."""

    @property
    def called(self) -> str:
        """What the engine's own phrases call it: `hint_CALLED`, `keys_CALLED`."""
        return f"{self.type}_{self.of}" if self.of else self.type

    @property
    def secret(self) -> bool:
        """Is its value for one function only?"""
        return self.type in SECRETS


@dataclass(frozen=True)
class Confidence:
    """How sure, 0 to 1, a spoken answer must be to be taken, and to be asked about at all."""

    take: float
    confirm: float


@dataclass(frozen=True)
class Expects:
    """What is waited for after the prompts of a turn."""

    flow: str
    step: str
    slot: Slot | None = None
    choices: tuple[Choice, ...] = ()
    also: tuple[Slot, ...] = ()
    """Slots of later steps of the same flow, which the same answer may hold."""
    intents: Mapping[str, tuple[Slot, ...]] = field(default_factory=dict)
    """Every intent that may be acted on here, with the slots its flow would ask for."""
    near: tuple[str, ...] = ()
    """The intents that are spoken about: what else is wanted mostly lies near them."""
    open: bool = False
    """True at a question like "how can I help?", where any subject is welcome."""
    confidence: Confidence | None = None
    """What it takes to act on a spoken answer here; None: the usual for its kind."""
    doubt: bool = False
    """True when it is asked whether something was heard rightly, which is not asked about again."""
    last: Slot | None = None
    """The slot that was answered just before, in the same flow: what a correction may be about."""
    keys_only: bool = False
    """True when speech is not listened to any more (or never was, in this language)."""

    @property
    def private(self) -> bool:
        """Is something asked for that must not be recorded, shown or written down?"""
        return self.slot is not None and self.slot.private
