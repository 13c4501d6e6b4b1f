"""What goes into understanding and what comes out: plain values, no flow and no channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol


class Choice(Protocol):
    """One option of a menu, in the language of the conversation."""

    @property
    def name(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def phrases(self) -> tuple[str, ...]: ...


class Slot(Protocol):
    """A value that is asked for."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def among(self) -> str | None: ...


class Confidence(Protocol):
    """How sure a spoken answer must be to be taken, and to be asked about."""

    @property
    def take(self) -> float: ...
    @property
    def confirm(self) -> float: ...


class Expects(Protocol):
    """What the current step waits for; `flows.expects.Expects` has this shape."""

    @property
    def flow(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def slot(self) -> Slot | None: ...
    @property
    def choices(self) -> Sequence[Choice]: ...
    @property
    def also(self) -> Sequence[Slot]: ...
    @property
    def intents(self) -> Mapping[str, Sequence[Slot]]: ...
    @property
    def near(self) -> Sequence[str]: ...
    @property
    def open(self) -> bool: ...
    @property
    def confidence(self) -> Confidence | None: ...
    @property
    def doubt(self) -> bool: ...
    @property
    def last(self) -> Slot | None: ...


@dataclass(frozen=True)
class Option:
    """A possible value of a slot that is chosen among a list, with the ways to name it."""

    value: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What was said, keyed or written. Exactly one of `text` and `keys` is not empty.

    A text message of digits alone is both: the channel passes it as `text`, and understanding
    takes it as keys too.
    """

    text: str = ""
    keys: str = ""
    """Telephone keys: 0-9, * and #."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """Other hypotheses with confidence, best first; where a number with a check digit is asked
    for, all readings of it with their share of the probability."""
    confidence: float = 1.0
    """The recogniser's confidence in `text`, 0 to 1."""
    spoken: bool = False
    """Whether it came from a recogniser, so that it may be something else that was said."""


@dataclass(frozen=True)
class Situation:
    """The circumstances of an utterance."""

    language: str
    expects: Expects
    today: date
    lists: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    """The entries of each list named by a slot's `among`."""
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By slot type, the numbers that are the speaker's own, as far as is known."""


@dataclass(frozen=True)
class Candidate:
    """An intent that was considered, and why."""

    intent: str
    confidence: float
    example: str
    """The example that matched best."""
    words: tuple[str, ...] = ()
    """The words that spoke most for it, of the first candidates only."""


@dataclass(frozen=True)
class Understood:
    """What an utterance means; every field may be empty, which is an honest answer."""

    command: str | None = None
    """repeat, slower, faster, back, menu, person, language, drop, stop or stop_recording."""
    language: str | None = None
    """The language asked for by the command `language` (en, zh, es; other: one nobody speaks)."""
    choice: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    maybe: tuple[Understood, ...] = ()
    """What may have been meant, one or two, likelier first: to be asked about before it is acted
    on. The rest is empty then."""
    settled: bool = False
    """Whether it was chosen among many readings, and is not to be weighed by its confidence."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """By slot name, what a value is called where it is not said as it stands: a place."""
    invalid: Mapping[str, str] = field(default_factory=dict)
    """By slot name, what was heard but cannot be right (wrong check digit), as digits."""
    intent: str | None = None
    """Set only when sure enough to act on, and only from `expects.intents`."""
    confidence: float = 0.0
    """Confidence in what was understood, 0 to 1."""
    candidates: tuple[Candidate, ...] = ()
    """The best three intents, for the console."""
    then: Understood | None = None
    """A second wish of the same sentence: an intent with its slots."""
    part: str = ""
    """The words that it is in, where those are only a part of what was said."""
    corrects: bool = False
    """Whether it puts right what was answered or chosen before: "no, I meant March"."""
    upset: bool = False
    """Whether it sounds angry or desperate; true also of what means nothing else."""

    @property
    def empty(self) -> bool:
        """True when nothing in it can be acted on."""
        found = self.command or self.choice or self.slots or self.intent
        return not (found or self.maybe or self.invalid)
