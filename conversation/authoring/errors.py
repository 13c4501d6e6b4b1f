"""Why a text cannot be kept, or a change cannot go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one wording of a text."""

    language: str
    kind: str
    """voice, sms, short or keys."""
    why: Literal["empty", "too_long", "signs"]


Why = Literal[
    "no_right",  # the role does not have it
    "own_change",  # the second person is the author
    "not_yours",  # only its author may do that
    "moved",  # somebody else was faster
    "stale",  # another version is in use by now
    "faults",  # the check finds errors
    "no_reason",
    "no_title",
    "nothing",  # there is no text in it
    "other_draft",  # its author has begun another one
    "not_found",
]


class NotNow(Exception):
    """An action on a change or a version that cannot be done; `why` has a text on the pages."""

    def __init__(self, why: Why) -> None:
        super().__init__(_WORDS[why])
        self.why = why


_WORDS: dict[Why, str] = {
    "no_right": "your role may not do that",
    "own_change": "whoever wrote a change cannot publish it: ask a second person",
    "not_yours": "only its author can do that",
    "moved": "somebody else was faster: look at it again",
    "stale": "another version is in use by now: its author must compare it again first",
    "faults": "the check finds errors in it",
    "no_reason": "say why",
    "no_title": "say what the change is for",
    "nothing": "there is no changed text in it",
    "other_draft": "its author has another draft: that must be handed in or withdrawn first",
    "not_found": "there is no such change or version",
}
"""For the command line."""
