"""What the recogniser made of examples that were said to it: `data/heard/<lang>.yaml`.

`benefitline intents hear --write` makes the files. A sentence that is no example any more counts
for nothing, so that examples may change without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from intents.text import tokens
from intents.wording import FOLDER, Wording
from intents.yaml_file import read_yaml

OUTSIDE = ""
"""Stands for the intent of a sentence that belongs to none."""
_FEWEST, _FEWEST_OUTSIDE = 2, 4
"""Words, or Chinese characters."""
_SECTIONS = "intents", "outside"


class Heard(NamedTuple):
    """An example of an intent (or of `OUTSIDE`), and what was heard when it was said."""

    intent: str
    said: str
    heard: str


def mishearings(own: Wording, folder: Path = FOLDER) -> tuple[Heard, ...]:
    """What was heard otherwise than it was said; nothing for a language that was not listened to.

    folder: the one of the examples.
    """
    file = _file(folder, own.language)
    if not file.is_file():
        return ()
    data = read_yaml(file)
    known = {intent: frozenset(texts) for intent, texts in own.intents.items()}
    by_intent = {**data["intents"], OUTSIDE: data["outside"]}
    known[OUTSIDE] = frozenset(own.outside)
    return tuple(
        Heard(intent, said, heard)
        for intent, sentences in by_intent.items()
        for said, texts in sentences.items()
        if said in known.get(intent, ())
        for heard in texts
    )


def write(language: str, rows: Iterable[Heard], folder: Path = FOLDER) -> Path:
    """Writes the file of a language anew; returns where it is.

    What was heard of several intents is left out, as are the few words that are left of a sentence
    where only its beginning was known: they tell nothing.
    """
    intents: dict[str, dict[str, list[str]]] = {}
    for row in _telling(rows):
        texts = intents.setdefault(row.intent, {}).setdefault(row.said, [])
        if row.heard not in texts:
            texts.append(row.heard)
    outside = intents.pop(OUTSIDE, {})
    file = _file(folder, language)
    file.parent.mkdir(exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        out.write(f"# Written by `benefitline intents hear --language {language} --write`.\n")
        content = dict(zip(_SECTIONS, (intents, outside), strict=True))
        yaml.safe_dump(
            content, out, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=None
        )
    return file


def _telling(rows: Iterable[Heard]) -> Iterator[Heard]:
    every = list(rows)
    meanings: dict[tuple[str, ...], set[str]] = {}
    for row in every:
        meanings.setdefault(tokens(row.heard), set()).add(row.intent)
    for row in every:
        words = tokens(row.heard)
        least = _FEWEST if row.intent else _FEWEST_OUTSIDE
        if len(words) >= least and words != tokens(row.said) and len(meanings[words]) == 1:
            yield row


def _file(folder: Path, language: str) -> Path:
    return folder / "heard" / f"{language}.yaml"
