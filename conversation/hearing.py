"""From what was heard to what was meant: the bridge between `intents` and `flows`."""

from __future__ import annotations

from typing import Any

from conversation.heard import Heard
from conversation.redaction import redact, redact_values
from flows import COMMANDS, Expects, Meaning
from intents import Said, Understood

LONGEST = 1_600
"""Characters of an utterance that are looked at: the most that a text message can hold."""


def said(heard: Heard) -> Said:
    """What was said, keyed or written, for the understander."""
    if heard.kind == "keys":
        return Said(keys=heard.text)
    spoken = heard.kind == "speech"
    return Said(heard.text[:LONGEST], "", heard.alternatives, heard.confidence, spoken)


def meaning_of(heard: Heard, expects: Expects, understood: Understood) -> Meaning:
    """The engine's input for an utterance that was understood."""
    text = (understood.part or heard.text)[:LONGEST]
    if expects.private:
        text = redact(text)  # "I forgot it, it was five eight …" leads elsewhere, with these words
    return Meaning(
        kind="answer",
        command=understood.command if understood.command in COMMANDS else None,
        language=understood.language,
        choice=understood.choice,
        slots=dict(understood.slots),
        shown=understood.shown,
        maybe=tuple(meaning_of(heard, expects, each) for each in understood.maybe),
        invalid=understood.invalid,
        intent=understood.intent,
        then=meaning_of(heard, expects, understood.then) if understood.then else None,
        corrects=understood.corrects,
        upset=understood.upset,
        text=text,
    )


def trace(
    understood: Understood | None,
    asked: Expects | None,
    private: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """How an utterance was understood, redacted: for staff, and for `conversation.calibration`.

    asked: what was waited for. private: the slots whose values are masked whole.
    """
    if understood is None:
        return {}
    return {
        "asked": f"{asked.flow}.{asked.step}" if asked else "",
        "doubt": asked.doubt if asked else False,
        "command": understood.command,
        "choice": understood.choice,
        "slots": redact_values(understood.slots, private),
        "maybe": [_summary(each, private) for each in understood.maybe],
        "invalid": redact_values(understood.invalid, private),
        "intent": understood.intent,
        "then": _summary(understood.then, private) if understood.then else None,
        "corrects": understood.corrects,
        "upset": understood.upset,
        "confidence": round(understood.confidence, 3),
        "candidates": [
            {
                "intent": candidate.intent,
                "confidence": round(candidate.confidence, 3),
                "example": redact(candidate.example),
            }
            for candidate in understood.candidates
        ],
    }


def _summary(understood: Understood, private: frozenset[str]) -> dict[str, Any]:
    return {
        "command": understood.command,
        "choice": understood.choice,
        "intent": understood.intent,
        "slots": redact_values(understood.slots, private),
        "confidence": round(understood.confidence, 3),
    }
