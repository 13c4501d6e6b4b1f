"""STOP, START and HELP in every language we speak, when they are all that a text says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Action = Literal["stop", "start", "help"]
LEAST_OF_REFERENCE = 4
"""Digits behind a word from which on they are meant as a reference."""
_DIGIT_OF = {"o": "0", "l": "1", "i": "1"}
_LOOKALIKES = re.compile(r"(?<=\d)[oli]|[oli](?=\d)")
"""Letters between digits that are typed for them."""


@dataclass(frozen=True)
class Keyword:
    """A command that a person, or the provider on hearing it, gave."""

    action: Action
    language: str
    word: str
    """Normalised, as in keywords.yaml."""
    after_stop: bool
    """True when the word is a command only for a number that has opted out."""
    answer: str


def find(body: str) -> Keyword | None:
    """The command that the whole body is, or None: "stop sending me there" is none."""
    return _table().get(normalised(body))


def answered_by_provider(opt_out_type: str) -> Keyword | None:
    """The command in Twilio's OptOutType (STOP, START or HELP); None for anything else.

    Its START may have been the answer "yes", so that one counts after a STOP only.
    """
    if opt_out_type not in ("STOP", "START", "HELP"):
        return None
    return replace(_table()[opt_out_type.lower()], after_stop=opt_out_type == "START")


def normalised(body: str) -> str:
    """Letters and digits without case, accents and full width; a word said thrice said once."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", body).casefold())
    kept = "".join(
        character
        for character in decomposed
        # Letters, digits and separators; not marks, punctuation, symbols or invisible signs.
        if unicodedata.category(character)[0] in "LNZ" or character.isspace()
    )
    words = kept.split()
    return words[0] if words and len(set(words)) == 1 else " ".join(words)


def change_to_stop(body: str) -> str | None:
    """The reference in "STOP 2123 4567", in every language's word; None for anything else.

    That stops one change and is no opt-out. Whatever has four digits or more counts: a reference
    that was mistyped is to be told so.
    """
    text = normalised(body)
    for word in _words_before_reference():
        if not text.startswith(word):
            continue
        rest = _LOOKALIKES.sub(lambda found: _DIGIT_OF[found[0]], text[len(word) :])
        digits = re.sub(r"\s|ref(?:erenc[ei]a?)?", "", rest)
        if digits.isdecimal() and len(digits) >= LEAST_OF_REFERENCE:
            return digits
    return None


@cache
def _words_before_reference() -> tuple[str, ...]:
    """The words, longest first."""
    found = [
        word
        for entry in _data()["stop"].values()
        for word in (*entry["words"], *entry["words_before_reference"])
    ]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _data() -> dict[Action, dict[str, dict[str, Any]]]:
    text = (Path(__file__).parent / "keywords.yaml").read_text(encoding="utf-8")
    data: dict[Action, dict[str, dict[str, Any]]] = yaml.safe_load(text)
    return data


@cache
def _table() -> dict[str, Keyword]:
    table: dict[str, Keyword] = {}
    for action, languages in _data().items():
        for language, entry in languages.items():
            for key in ("words", "words_after_stop"):
                for word in entry.get(key, ()):
                    if table.get(word) or word != normalised(word):
                        raise ValueError(f"keywords.yaml: {word!r} stands twice, or unnormalised")
                    table[word] = Keyword(
                        action, language, word, key == "words_after_stop", entry["answer"]
                    )
    return table
