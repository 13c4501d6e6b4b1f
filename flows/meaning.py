"""What a person meant in one turn, as the engine takes it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Command = Literal[
    "repeat",
    "slower",
    "faster",
    "back",
    "menu",
    "person",
    "language",
    "stop",
    "stop_recording",
    "callback",
    "drop",
]
COMMANDS: tuple[Command, ...] = get_args(Command)
OTHER = "other"
"""With the command `language`: one that nobody here speaks."""


@dataclass(frozen=True)
class Meaning:
    """One input of the engine.

    kind: `start` opens a conversation, `answer` is something said, keyed or written, `silence`
    is nothing at all, `crowded` that speech cannot be listened to any more, `hangup` is the end of
    the line, `result` feeds back what a called function gave, `failure` says that it could not be
    run, `unreachable` that the records it needs cannot be reached just now, `step_up` that it needs
    to know who somebody is. `stop_change` is the text that stops a change of somebody's data; the
    slot `reference` says which. With `returned` a person who has helped gives it back.
    """

    kind: Literal[
        "start",
        "answer",
        "silence",
        "crowded",
        "hangup",
        "result",
        "failure",
        "unreachable",
        "step_up",
        "stop_change",
        "returned",
    ]
    command: Command | None = None
    language: str | None = None
    """The language asked for, with the command `language`; None when none was named."""
    choice: str | None = None
    """Name of the menu option that was chosen."""
    slots: Mapping[str, Any] = field(default_factory=dict)
    """Values by slot name: the asked one, and any other that the answer held."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """By slot name, what a value is called where it is not said as it stands: a place."""
    maybe: tuple[Meaning, ...] = ()
    """What may have been meant, one or two, likelier first: asked about before it is acted on.
    The rest is empty then."""
    invalid: Mapping[str, str] = field(default_factory=dict)
    """What was heard for a slot, by slot name, where it cannot be right (a check digit)."""
    intent: str | None = None
    """The intent, when it is sure enough to act on."""
    then: Meaning | None = None
    """A second wish of the same sentence, for when the first is done."""
    corrects: bool = False
    """Does it put right what was answered or chosen before?"""
    upset: bool = False
    """Did it sound angry or desperate?"""
    text: str = ""
    """What was heard, unredacted; only `ask` of type `text` and the knowledge base use it."""
    result: Mapping[str, Any] = field(default_factory=dict)
    level: int = 0
    """The assurance level that a function needs, with `step_up`."""
    flow: str = ""
    """The flow to go on with, with `returned`; empty: where the conversation was."""
    crowded: bool = False
    """True at a `start` when there are too many calls to listen to this one."""

    @property
    def empty(self) -> bool:
        """True for an answer of which nothing was understood."""
        found = self.command or self.choice or self.intent
        return not (found or self.slots or self.invalid or self.maybe)
