"""How long a silence ends a spoken answer, by what has been said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from intents.slots import SLOT_TYPES, Asking
from intents.slots.kind import Pause
from intents.text import Utterance, spoken
from intents.understood import Choice, Expects, Option


def pause_after(
    text: str,
    language: str,
    expects: Expects,
    today: date,
    lists: Mapping[str, Sequence[Option]],
) -> Pause:
    """The pause after these words where this is expected. text: as recognised so far."""
    slot = expects.slot
    if slot is None:
        return _after_choice(text, expects.choices)
    kind = SLOT_TYPES[slot.type]
    options = lists.get(slot.among, ()) if slot.among else ()
    reading = kind.read(Utterance.of(text), Asking(language, today, options))
    whole = reading is not None and reading.value is not None
    return kind.pauses.whole if whole else kind.pauses.inside


def _after_choice(text: str, choices: Sequence[Choice]) -> Pause:
    """Short where whatever may follow chooses the same: "the menu" before "the menu please"."""
    wordings = {
        choice.name: {spoken(phrase) for phrase in (choice.label, *choice.phrases)}
        for choice in choices
    }
    chosen = {name for name, phrases in wordings.items() if text in phrases}
    longer = {
        name for name, phrases in wordings.items() if any(p.startswith(f"{text} ") for p in phrases)
    }
    return "short" if chosen and chosen >= longer else "usual"
