"""The files in words/: lists of words, templates of phrases, sentences and pronunciations."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
HAN = "\u3007\u3400-\u9fff\uf900-\ufaff"
"""Chinese characters, for a class of a regular expression."""
_HAN_RUN = re.compile(rf"[{HAN}]+")
_LONGEST_HAN_WORD = 4  # characters


@cache
def read_lines(name: str) -> tuple[str, ...]:
    """The lines of a file in words/, without comments; none if there is no such file."""
    path = WORDS / name
    if not path.exists():
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def core_words(language: str) -> tuple[str, ...]:
    """The words of words/<language>.txt, each once, in the order of the file."""
    return tuple(dict.fromkeys(" ".join(read_lines(f"{language}.txt")).split()))


@cache
def _core_set(language: str) -> frozenset[str]:
    return frozenset(core_words(language))


def expand(template: str, rng: random.Random) -> str:
    """One phrase of a template: each [a|b|c] becomes one of its choices, which may be empty."""
    while match := _CHOICE.search(template):
        choice = rng.choice(match[1].split("|"))
        template = template[: match.start()] + choice + template[match.end() :]
    return " ".join(template.split())


def is_unspaced(text: str) -> bool:
    """Whether the text holds Chinese characters, which are written without spaces."""
    return _HAN_RUN.search(text) is not None


def cut(text: str, language: str) -> list[str]:
    """Chinese characters as the longest words of the core list, from the left; else one by one.

    The recogniser cuts the phrases it listens for in the same way.
    """
    words = _core_set(language)
    parts = []
    at = 0
    while at < len(text):
        sizes = range(_LONGEST_HAN_WORD, 1, -1)
        size = next((n for n in sizes if text[at : at + n] in words), 1)
        parts.append(text[at : at + size])
        at += size
    return parts


def spaced(text: str, language: str) -> str:
    """The text with spaces around the words of Chinese; any other text as it is."""

    def parted(match: re.Match[str]) -> str:
        return " " + " ".join(cut(match[0], language)) + " "

    if not is_unspaced(text):
        return text
    return re.sub(r"\s+([,，。])", r"\1", " ".join(_HAN_RUN.sub(parted, text).split()))
