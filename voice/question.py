"""What is listened for after a reply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conversation.reply import Reply

if TYPE_CHECKING:
    from conversation.turn import Turns


@dataclass(frozen=True)
class Question:
    """How to listen to the answer, be it spoken or keyed."""

    language: str
    phrases: tuple[str, ...] = ()
    """The recogniser's grammar; empty when only keys are wanted."""
    strings: tuple[str, ...] = ()
    """Words of the grammar that follow one another in any order, as digits do."""
    least_keys: int = 1
    most_keys: int = 1
    readings: int = 0
    """How many readings of a string the answer is chosen among; 0: the recogniser's usual few."""
    closed: bool = False
    """True when one of the phrases is a whole answer: a menu, yes or no."""
    pace: str = "normal"
    """How the caller is spoken to; who hears slowly gets more time to answer."""


def question_of(turns: Turns, reply: Reply) -> Question:
    """What may be answered to this reply."""
    expects = reply.expects
    least, most = turns.keys_expected(reply)
    if expects is None or expects.keys_only:
        return Question(reply.language, least_keys=least, most_keys=most, pace=reply.pace)
    phrases = turns.listening(reply)
    strings: tuple[str, ...] = ()
    if most > 1:
        # What the slot alone brings in is what a number is read out with.
        rest = replace(reply, expects=replace(expects, slot=None, also=()))
        elsewhere = frozenset(turns.listening(rest))
        strings = tuple(word for word in phrases if word not in elsewhere and " " not in word)
    yes_no = expects.slot is not None and expects.slot.type == "yes_no"
    closed = not expects.open and (bool(expects.choices) or yes_no)
    readings = turns.readings_wanted(reply) if strings else 0
    return Question(reply.language, phrases, strings, least, most, readings, closed, reply.pace)
