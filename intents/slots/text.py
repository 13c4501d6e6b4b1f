"""Free text, as it was said."""

from __future__ import annotations

from collections.abc import Sequence

from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.text import Utterance
from intents.understood import Option

LONGEST = 300
"""Characters."""


class Text:
    """Whatever was said, with single spaces; it holds at least one word."""

    name = "text"
    free = False
    keys = KeyEntry(0, 0)
    pauses = Pauses("usual", "usual")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        if not utterance.words:
            return None
        text = " ".join(utterance.raw.split())[:LONGEST].rstrip()
        return Reading(text, 0.9, (0, len(utterance.tokens)))

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        return None

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return ()


TEXT = Text()
