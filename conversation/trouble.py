"""Which conversations need a look: misunderstood again and again, upset, or silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import Literal, get_args

from storage.watched import Turn

Kind = Literal["misunderstood", "upset", "silent", "quiet"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OFTEN = 2
"""So many misunderstandings, or silences, in a row are trouble."""
LONG_SILENCE = timedelta(seconds=45)
"""A call from which nothing has come for so long, after our last answer."""


@dataclass(frozen=True)
class Trouble:
    """A reason to look. `count`: how often, or how many seconds for `quiet`."""

    kind: Kind
    count: int = 1


def troubles(latest: Sequence[Turn]) -> tuple[Trouble, ...]:
    """What is wrong by the last turns of a conversation, the gravest first."""
    found: list[Trouble] = []
    if any(turn.meaning.get("upset") for turn in latest):
        found.append(Trouble("upset"))
    answers = [turn for turn in latest if turn.kind in ("speech", "keys", "text")]
    missed = len(list(takewhile(_misunderstood, reversed(answers))))
    if missed >= OFTEN:
        found.append(Trouble("misunderstood", missed))
    silences = len(list(takewhile(lambda turn: turn.kind == "silence", reversed(latest))))
    if silences >= OFTEN:
        found.append(Trouble("silent", silences))
    return tuple(found)


def _misunderstood(turn: Turn) -> bool:
    """Was something heard, and nothing of it understood? What a person reads is not meant."""
    meaning = turn.meaning
    if "asked" not in meaning and "candidates" not in meaning:
        return False
    found = ("command", "choice", "intent", "slots", "maybe", "hint")
    return not (turn.intent or any(meaning.get(each) for each in found))
