"""How Chinese characters sound, tones aside: recognisers and hurried typists mix up homophones."""

from __future__ import annotations

import os
import unicodedata
from functools import cache


@cache
def reading(word: str) -> str:
    """The commonest reading of a Chinese character in pinyin; "" for anything else."""
    if len(word) != 1 or not "\u3400" <= word <= "\u9fff":
        return ""
    marked = _readings().get(ord(word), "").partition(",")[0]
    return "".join(char for char in unicodedata.normalize("NFD", marked) if char.isalpha())


@cache
def _readings() -> dict[int, str]:
    # The table of phrases takes 40 MB and is not needed for single characters.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict
