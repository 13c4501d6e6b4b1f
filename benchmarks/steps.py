"""Every question of the flows: what is listened for there, and what callers answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flows import Expects, Library, State, expecting
from flows.state import Frame
from intents import SLOT_TYPES, listening
from intents.text import spoken
from intents.wording import wordings

_YES_NO = {
    "en": ("yes", "yes please", "that's right", "no", "no thank you", "not really"),
    "es": ("sí", "sí por favor", "claro", "no", "no gracias", "no es correcto"),
    "zh": ("是的", "对", "可以", "不是", "不对", "不用了"),
}
"""A few of the answers that are understood, which hold misspellings too."""


@dataclass(frozen=True)
class Asked:
    """A question: its step ("flow.step"), the recogniser's phrases, and likely answers."""

    step: str
    grammar: tuple[str, ...]
    answers: tuple[str, ...]


def questions(language: str) -> list[Asked]:
    """The questions that are answered by phrases: choices, yes or no, part of the day."""
    found = []
    for flow in library().flows.values():
        for step in flow.steps.values():
            expects = expected(flow.name, step.name, language)
            answers = _answers(language, expects) if expects else ()
            if expects and answers:
                found.append(Asked(step.place, listening(language, expects, {}), answers))
    return found


def expected(flow: str, step: str, language: str) -> Expects | None:
    """What is waited for at a step of a call; None where nothing is."""
    state = State("voice", language, (Frame(flow, step),))
    return expecting(library(), state)


@cache
def library() -> Library:
    return Library.load()


def yes_no(language: str) -> tuple[str, ...]:
    """What is listened for where only yes or no is asked."""
    return tuple(dict.fromkeys(map(spoken, SLOT_TYPES["yes_no"].phrases(language, ()))))


def _answers(language: str, expects: Expects) -> tuple[str, ...]:
    phrases = [text for choice in expects.choices for text in (choice.label, *choice.phrases)]
    if expects.slot and expects.slot.type == "yes_no":
        phrases += _YES_NO[language]
    if expects.slot and expects.slot.type == "part_of_day":
        phrases += SLOT_TYPES[expects.slot.type].phrases(language, ())
    if not phrases:
        return ()
    phrases += _commands(language)
    return tuple(text for text in dict.fromkeys(map(spoken, phrases)) if text)


def _commands(language: str) -> list[str]:
    """The first wordings of each command."""
    own = next(wording for wording in wordings() if wording.language == language)
    return [
        phrase
        for phrases in own.commands.values()
        for phrase in phrases[:2]
        if "{language}" not in phrase
    ]
