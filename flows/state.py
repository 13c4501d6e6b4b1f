"""Where a conversation stands: plain values that go to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from flows.meaning import Meaning

Pace = Literal["normal", "slow"]
Wording = Literal["full", "short"]
Channel = Literal["voice", "sms"]
Resume = Literal["", "quiet", "announced"]
Status = Literal["open", "calling", "handoff", "ended"]
Upset = Literal["", "heard", "offered"]
_Kept = TypeVar("_Kept", "Frame", "State")

RECORDING = "recording"
"""The shared slot with the caller's answer: None while it was not asked, then True or False."""


@dataclass(frozen=True)
class Frame:
    """A flow in progress; `run` and a change of subject put another one on top of it."""

    flow: str
    step: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    resume: Resume = ""
    """Set when something came between: its question is asked again afterwards, `quiet`ly or
    `announced` by its title; empty when the flow above was run by a step of this one."""
    intent: str = ""
    """The intent that led here; empty for a flow that a step or a command has run."""
    said: str = ""
    """The words that led here, unredacted: for functions only, never to be said or written down."""
    stepped_up: bool = False
    """Has somebody been asked who they are because the function of `step` needs it?"""
    doubt: tuple[Meaning, ...] = ()
    """What may have been answered to the question of `step`, while the person is asked about it:
    one meaning to confirm, or two to choose between."""


@dataclass(frozen=True)
class Wish:
    """What was asked for in the same breath as something else, and comes after it."""

    intent: str
    said: str
    """The words that it is in, as in `Frame`."""
    slots: Mapping[str, Any]
    below: int
    """How many frames are below the subject that is done first."""


@dataclass(frozen=True)
class Unfinished:
    """A conversation that broke off: what another one may go on with."""

    frames: tuple[Frame, ...]
    shared: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Assurance:
    """How surely it is known who this is, as `conversation` keeps it between turns."""

    level: int = 0
    person: int | None = None
    helper: int | None = None
    claimed: str = ""
    """The insurance number that they say is theirs."""
    shown: tuple[str, ...] = ()
    """What has been proved of it so far."""


@dataclass(frozen=True)
class State:
    """A conversation between two turns. `frames` is never empty; the last one is current."""

    channel: Channel
    language: str
    frames: tuple[Frame, ...]
    caller: str = ""
    """The caller's number, E.164 or empty: a hint, never proof of who calls."""
    pace: Pace = "normal"
    wording: Wording = "full"
    """Which wording of texts is said on a call: `short` where an author wrote one."""
    keys_only: bool = False
    """Does the caller want to use the keys, and not be listened to?"""
    remember: bool | None = None
    """May what a call was about be remembered for the next one? None: nobody was asked."""
    may_remember: bool = False
    """Is there reason to ask for that: somebody who calls again, on a phone of their own?"""
    recalled: str = ""
    """The intent that the last call was about, where that is remembered."""
    shared: Mapping[str, Any] = field(default_factory=dict)
    """Slots of the whole conversation, written `session.NAME` in flows."""
    failures: int = 0
    """How often in a row the current question was not answered."""
    history: tuple[tuple[Frame, ...], ...] = ()
    """The questions before this one, oldest first, for *back*."""
    said: tuple[tuple[str, str, str], ...] = ()
    """(step, text with marks, language) of the last prompts, for *repeat*."""
    repeats: int = 0
    """How often in a row the last prompts were asked for again."""
    status: Status = "open"
    unfinished: Unfinished | None = None
    """An earlier conversation of the same number that may be gone on with."""
    may_record: bool = False
    """May the caller be asked for consent to a recording? The answer is `session.recording`."""
    wishes: tuple[Wish, ...] = ()
    """What begins by itself when the subject is done that was asked for with it."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Which intent was meant where two were as likely, by both: "claim_status next_payment"."""
    assurance: Assurance = field(default_factory=Assurance)
    upset: Upset = ""
    """Was the person heard to be upset, and has a person been offered because of it?"""

    @property
    def recording(self) -> bool:
        """Has the caller consented to being recorded, and not taken that back?"""
        return self.may_record and self.shared.get(RECORDING) is True

    @property
    def top(self) -> Frame:
        """The flow in progress."""
        return self.frames[-1]

    @property
    def below(self) -> tuple[Frame, ...]:
        """The flows under the current subject, which may itself have run some."""
        at = len(self.frames) - 1
        while at > 1 and not self.frames[at - 1].resume:
            at -= 1
        return self.frames[: max(1, at)]

    def with_top(self, frame: Frame) -> State:
        """The same state with another current frame."""
        return changed(self, frames=(*self.frames[:-1], frame))


def changed(kept: _Kept, **values: Any) -> _Kept:
    """The same state or frame with other values: `dataclasses.replace` in a tenth of its time, as
    a turn does it thirty times and there is nothing to check. Raises TypeError for other names."""
    if unknown := values.keys() - kept.__dict__.keys():
        raise TypeError(f"{type(kept).__name__} has no {', '.join(sorted(unknown))}")
    made = object.__new__(type(kept))
    made.__dict__.update(kept.__dict__, **values)
    return made
