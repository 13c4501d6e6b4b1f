"""Understanding: text or keys in, meaning out. Pure: no network, clock, database or flow."""

from intents.language import language_of
from intents.listening import listening
from intents.slots import SLOT_TYPES, KeyEntry, key_entry, readings_wanted
from intents.understander import Understander
from intents.understood import Candidate, Option, Said, Situation, Understood

__all__ = [
    "SLOT_TYPES",
    "Candidate",
    "KeyEntry",
    "Option",
    "Said",
    "Situation",
    "Understander",
    "Understood",
    "key_entry",
    "language_of",
    "listening",
    "readings_wanted",
]
