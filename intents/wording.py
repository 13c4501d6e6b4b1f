"""The language data: examples of intents, commands, names of languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from intents.text import tokens
from intents.yaml_file import read_yaml

FOLDER = Path(__file__).parent / "data"
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Wording:
    """What `data/<lang>.yaml` holds of one language, and `data/further/<lang>.yaml` of examples."""

    language: str
    intents: Mapping[str, Sequence[str]]
    listened: Mapping[str, Sequence[str]]
    """Those of the examples that calls listen for."""
    outside: Sequence[str]
    """Sentences that belong to no intent."""
    alone: Mapping[str, Sequence[str]]
    """By intent, what is enough where it is all that is said, and tells nothing in a sentence."""
    commands: Mapping[str, Sequence[str]]
    """Phrases, with `{language}` for any name in `languages`."""
    languages: Mapping[str, Sequence[str]]
    """By code, the names of languages in this language."""
    courtesy: Sequence[str]
    """What may stand around anything without changing it: greetings, please, thanks."""
    polite: Sequence[str]
    """What may also stand around a command: "can you", "I want to"."""


class Lesson(NamedTuple):
    """An example that an installation has added to those of the product. No intent: of none."""

    language: str
    intent: str
    text: str


def extended(wording: Wording, lessons: Iterable[Lesson]) -> Wording:
    """The wording of a language with what was added to it.

    What the product has itself by now is there once, and what is of an intent that it has no more
    counts for nothing: so lessons outlive updates.
    """
    own = [lesson for lesson in lessons if lesson.language == wording.language]
    if not own:
        return wording
    intents = {intent: [*texts] for intent, texts in wording.intents.items()}
    outside = [*wording.outside]
    known = {(intent, tokens(text)) for intent, texts in intents.items() for text in texts}
    known |= {("", tokens(text)) for text in outside}
    for _, intent, text in own:
        if (intent, tokens(text)) not in known:
            known.add((intent, tokens(text)))
            (intents.get(intent, []) if intent else outside).append(text)
    return replace(wording, intents=intents, outside=outside)


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
    further = path.parent / "further" / path.name
    more = {"intents": {}, "outside": [], **(read_yaml(further) if further.is_file() else {})}
    # An intent of the further examples alone stays, so that a misspelt name is found.
    intents = dict.fromkeys([*data["intents"], *more["intents"]])
    return Wording(
        path.stem,
        {
            name: [*data["intents"].get(name, ()), *more["intents"].get(name, ())]
            for name in intents
        },
        data["intents"],
        [*data["outside"], *more["outside"]],
        data.get("alone", {}),
        commands,
        data["languages"],
        data["courtesy"],
        data["polite"],
    )
