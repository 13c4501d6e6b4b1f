"""One of a list of options, by name."""

from __future__ import annotations

from collections.abc import Sequence

from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.naming import named
from intents.text import Utterance, spoken
from intents.understood import Option


class OneOf:
    """The value of the option whose name was said; choosing by number works for every list."""

    name = "option"
    free = True
    keys = KeyEntry(1, 1)
    pauses = Pauses("usual", "usual")  # one name may be the beginning of another

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        return named(utterance, asking, last_words=asking.asked)

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        return None

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return tuple(spoken(name) for option in options for name in option.names)


OPTION = OneOf()
