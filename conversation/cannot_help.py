"""Why something that staff want to do in a conversation cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from storage.takeovers import Held, NotGoingOn

Why = Literal[
    "held",
    "over",
    "opted_out",
    "withheld",
    "empty",
    "too_long",
    "moved_on",
    "not_an_answer",
    "private",
    "no_reason",
]


class CannotHelp(Exception):
    """What was asked for cannot be done. `why` is its reason; `who` has the conversation."""

    def __init__(self, why: Why, who: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.who = who


@contextmanager
def told() -> Iterator[None]:
    """Says as `CannotHelp` what the database found out in the transaction."""
    try:
        yield
    except Held as error:
        raise CannotHelp("held", error.by) from None
    except NotGoingOn:
        raise CannotHelp("over") from None
