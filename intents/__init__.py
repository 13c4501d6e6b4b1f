"""Understanding: text or keys in, meaning out. Pure: no network, clock, database or flow."""

from intents.understood import Candidate, Option, Said, Situation, Understood

__all__ = ["Candidate", "Option", "Said", "Situation", "Understood"]
