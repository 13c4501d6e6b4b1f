"""Files of pronunciations: `word PH PH` adds one, `word = PH PH` stands in place of the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from audio_models.graph.errors import WordsError

Pronunciation = tuple[str, ...]


@dataclass
class Listed:
    """What files say of one word; `only` makes up for every other pronunciation."""

    also: list[Pronunciation] = field(default_factory=list)
    only: list[Pronunciation] = field(default_factory=list)


def read(file: Path, phones: frozenset[str]) -> dict[str, Listed]:
    """What a file says of each word; "#" begins a comment.

    Raises WordsError naming the file, the line and a phone that is not one of `phones`.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WordsError(f"{file}: cannot be read as text") from error
    listed: dict[str, Listed] = {}
    for number, line in enumerate(lines, 1):
        parts = line.split("#")[0].split()
        if not parts:
            continue
        word, *said = parts
        is_only = said[:1] == ["="]
        pronunciation = tuple(said[is_only:])
        _check(pronunciation, phones, f"{file}, line {number}")
        entry = listed.setdefault(word.lower(), Listed())
        (entry.only if is_only else entry.also).append(pronunciation)
    return listed


def _check(pronunciation: Pronunciation, phones: frozenset[str], place: str) -> None:
    known = " ".join(sorted(phones))
    if not pronunciation:
        raise WordsError(f"{place}: a word needs its phones after it, of {known}")
    unknown = [phone for phone in pronunciation if phone not in phones]
    if unknown:
        raise WordsError(f"{place}: {unknown[0]} is no phone of this language; they are {known}")
