"""A PIN: keys and nothing else. What is said or written is never looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.text import Utterance
from intents.understood import Option

LENGTH = 8
_KEYS, _NOTHING_SPOKEN = KeyEntry(LENGTH, LENGTH, looking_s=8.0), Pauses()


@dataclass(frozen=True)
class Pin:
    """So many digits on the keys."""

    name: str = "pin"
    free: bool = False
    keys: KeyEntry = _KEYS
    pauses: Pauses = _NOTHING_SPOKEN

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        return None

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        if not keys.isdigit():
            return None
        return Reading(keys, 1.0) if len(keys) == LENGTH else Reading(invalid=keys)

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return ()


PIN = Pin()
