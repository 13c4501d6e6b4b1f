"""The language data: examples of intents, commands, names of languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from intents.yaml_file import read_yaml

FOLDER = Path(__file__).parent / "data"
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Wording:
    """What `data/<lang>.yaml` holds of one language."""

    language: str
    intents: Mapping[str, Sequence[str]]
    outside: Sequence[str]
    """Sentences that belong to no intent."""
    commands: Mapping[str, Sequence[str]]
    """Phrases, with `{language}` for any name in `languages`."""
    languages: Mapping[str, Sequence[str]]
    """By code, the names of languages in this language."""
    courtesy: Sequence[str]
    """What may stand around anything without changing it: greetings, please, thanks."""
    polite: Sequence[str]
    """What may also stand around a command: "can you", "I want to"."""


@cache
def wordings(folder: Path = FOLDER) -> tuple[Wording, ...]:
    """Every language of a folder, in alphabetical order."""
    return tuple(_read(path) for path in sorted(folder.glob("*.yaml")))


def expanded(pattern: str) -> Iterator[str]:
    """All phrases of a pattern: "(talk|speak) to me" is two."""
    pieces = _ALTERNATIVES.split(pattern)
    choices = [piece.split("|") if number % 2 else [piece] for number, piece in enumerate(pieces)]
    for combination in product(*choices):
        yield " ".join("".join(combination).split())


def _read(path: Path) -> Wording:
    data = read_yaml(path)
    commands = {
        name: tuple(phrase for pattern in patterns for phrase in expanded(pattern))
        for name, patterns in data["commands"].items()
    }
    return Wording(
        path.stem,
        data["intents"],
        data["outside"],
        commands,
        data["languages"],
        data["courtesy"],
        data["polite"],
    )
