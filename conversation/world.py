"""What flows are checked against in this installation."""

from __future__ import annotations

from collections.abc import Callable

from benefits import FUNCTIONS, LISTS
from flows.check import Sent, World
from intents import SLOT_TYPES
from intents.wording import FOLDER, wordings


def world(sending: Callable[[str], Sent]) -> World:
    """The names that flows rely on. sending: what it takes to send a text."""
    found = wordings(FOLDER)
    known = {intent for wording in found for intent in wording.intents}
    return World(
        functions=FUNCTIONS,
        slot_types=frozenset(SLOT_TYPES),
        lists=frozenset(LISTS),
        intents={
            intent: frozenset(each.language for each in found if each.intents.get(intent))
            for intent in known
        },
        sending=sending,
    )
