"""Understanding: text or keys in, meaning out. Pure: no network, clock, database or flow."""

from intents.language import OTHER, language_of, wholly
from intents.listening import listening
from intents.pausing import pause_after
from intents.slots import SLOT_TYPES, KeyEntry, key_entry, readings_wanted
from intents.slots.kind import Pause
from intents.understander import Understander
from intents.understood import Candidate, Option, Said, Situation, Understood

__all__ = [
    "OTHER",
    "SLOT_TYPES",
    "Candidate",
    "KeyEntry",
    "Option",
    "Pause",
    "Said",
    "Situation",
    "Understander",
    "Understood",
    "key_entry",
    "language_of",
    "listening",
    "pause_after",
    "readings_wanted",
    "wholly",
]
