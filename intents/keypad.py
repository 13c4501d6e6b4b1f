"""Answers by telephone keys, and by text messages that are nothing but digits."""

from __future__ import annotations

import re

from intents import filling
from intents.slots import key_entry
from intents.text import fold
from intents.understood import Said, Situation, Understood

COMMANDS = {
    "*": "repeat",
    "*1": "repeat",
    "*2": "slower",
    "*3": "back",
    "*4": "menu",
    "*5": "language",
    "*0": "person",
    "*6": "faster",
    "*7": "stop_recording",
    "*8": "callback",
    "*9": "stop",
}
MOST = 40
"""Keys; nothing that is asked for is longer."""


def keys_of(said: Said) -> str:
    """The keys that were pressed or written; the `#` at the end only ends the entry."""
    keys = said.keys or (fold(said.text) if len(said.text) <= 2 * MOST else "")
    keys = "".join(keys.split())
    return keys.rstrip("#") if re.fullmatch(r"[0-9*#]{1,40}", keys) else ""


def understood(keys: str, situation: Situation) -> Understood | None:
    """What keys mean where they were pressed; None when they mean nothing there."""
    expects = situation.expects
    if keys in COMMANDS:
        return Understood(command=COMMANDS[keys], confidence=1.0)
    for choice in expects.choices:
        if choice.key == keys:
            return Understood(choice=choice.name, confidence=1.0)
    if expects.slot:
        filled = filling.keyed(expects.slot, keys, situation)
        if filled.slots or filled.invalid:
            return Understood(slots=filled.slots, invalid=filled.invalid, confidence=1.0)
    # Nought is no answer where a single key is waited for, and stands for help on any telephone.
    if keys == "0" and (expects.slot is None or key_entry(expects.slot.type).max <= 1):
        return Understood(command="person", confidence=1.0)
    return None
