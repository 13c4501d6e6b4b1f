"""One of a list of options, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intents.slots.kind import Asking, KeyEntry, Reading
from intents.slots.naming import named
from intents.text import Utterance, spoken
from intents.understood import Option


@dataclass(frozen=True)
class OneOf:
    """The value of the option whose name was said; choosing by number works for every list."""

    name: str = "option"
    free: bool = True
    keys: KeyEntry = KeyEntry(1, 1)

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        return named(utterance, tuple(asking.options))

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        return None

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return tuple(spoken(name) for option in options for name in option.names)


OPTION = OneOf()
