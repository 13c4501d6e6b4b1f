"""STOP, START and HELP in every language we speak, when they are all that a text says."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Action = Literal["stop", "start", "help"]


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


@cache
def _table() -> dict[str, Keyword]:
    data = yaml.safe_load((Path(__file__).parent / "keywords.yaml").read_text(encoding="utf-8"))
    table: dict[str, Keyword] = {}
    for action, languages in data.items():
        for language, entry in languages.items():
            for key in ("words", "words_after_stop"):
                for word in entry.get(key, ()):
                    if table.get(word) or word != normalised(word):
                        raise ValueError(f"keywords.yaml: {word!r} stands twice, or unnormalised")
                    table[word] = Keyword(
                        action, language, word, key == "words_after_stop", entry["answer"]
                    )
    return table
