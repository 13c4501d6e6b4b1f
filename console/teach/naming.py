"""What intents, steps of a trial and errors are called, in the language of whoever reads."""

from __future__ import annotations

from dataclasses import dataclass

from console.texts import language, name, text
from intents.examples import about, catalogue
from storage.taught import AlreadyTaught


@dataclass(frozen=True)
class Meaning:
    """An intent that a sentence may have; an empty one: none of ours."""

    intent: str
    called: str
    about: str


def called(intent: str) -> str:
    """The name of an intent; `command: …` and what the catalogue lacks as they stand."""
    if not intent:
        return text("teach.none_of_ours")
    known = catalogue().get(intent)
    return known[language()] if known else intent


def meanings(first: list[str]) -> list[Meaning]:
    """All intents, those that were considered first, and last that it is none of ours."""
    known = catalogue()
    order = dict.fromkeys([*(one for one in first if one in known), *known])
    listed = [Meaning(one, called(one), about(one, language())) for one in order]
    return [*listed, Meaning("", called(""), text("teach.none_of_ours_about"))]


def already(error: AlreadyTaught) -> str:
    """That somebody else was faster, and what they decided."""
    what = error.what
    statuses = ("waiting", "proposed", "learnt", "ignored", "gone")
    decided = name("teach.status", what) if what in statuses else called(what)
    return text("teach.already", by=error.by or "—", what=decided)
