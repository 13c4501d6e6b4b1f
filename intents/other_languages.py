"""Languages that nobody here speaks: told by their script, or by a few common words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from intents.text import tokens
from intents.yaml_file import read_yaml

FILE = Path(__file__).parent / "other_languages.yaml"
OURS = ("LATIN", "CJK", "FULLWIDTH")
"""How the names of letters begin whose script is read here."""
FEWEST = 2
"""Words of one such language that show it, or a single one where nothing else is said."""
MARKED = 2
"""For how many words a word counts that is written with a letter of no language spoken here."""
_KANA = ("HIRAGANA", "KATAKANA")
_MARKS = re.compile("[àâäãåæçèêëìîïòôöõøœßùûýăąćčďđęěğıłńňőřśşșšťțůűźżžơư]")


def foreign_script(text: str) -> bool:
    """Is it mostly in letters that no language spoken here has: Cyrillic, Arabic, kana …?"""
    letters = [char for char in text if char.isalpha()]
    foreign = [char for char in letters if not unicodedata.name(char, "").startswith(OURS)]
    kana = [char for char in foreign if unicodedata.name(char, "").startswith(_KANA)]
    return len(foreign) * 2 > len(letters) or len(kana) >= FEWEST


def foreign_words(words: Sequence[str], text: str, ours: Collection[str]) -> bool:
    """Are more of the words of such a language than of ours? text: with its accents."""
    known = sum(word in ours for word in words)
    marked = MARKED * sum(_MARKS.search(word) is not None for word in text.lower().split())
    most = marked + max(_counts(words, ours), default=0)
    alone = len(words) == 1 and known == 0
    return most >= (1 if alone else FEWEST) and most > known


def _counts(words: Sequence[str], ours: Collection[str]) -> list[int]:
    """By language how many of the words it has; those that ours have too only add to others."""
    found = []
    for theirs in _words().values():
        hits = [word for word in words if word in theirs]
        found.append(len(hits) if any(word not in ours for word in hits) else 0)
    return found


@cache
def _words() -> dict[str, frozenset[str]]:
    return {
        code: frozenset(word for listed in words for word in tokens(str(listed)))
        for code, words in read_yaml(FILE).items()
    }
