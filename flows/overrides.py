"""Texts of an installation in place of the product's own, as one more file of a library.

The product's files stay as they came, with their lines: what stands in this one is put over them
when they are read. A text that the product no longer has is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NAME = "overrides.json"
"""The file of a library that holds them."""
KINDS = ("voice", "sms", "short", "keys")
"""The wordings that a text can have; the last two are not in every text."""
Wordings = Mapping[str, str]
"""By kind."""


@dataclass(frozen=True, order=True)
class Place:
    """Where a text stands, in one language."""

    file: str
    """Of the library: "library/claim_status.yaml"."""
    path: str
    """Of the text in it: "steps.ask_reference.text", "title"."""
    language: str


@dataclass(frozen=True)
class Override:
    """A text of the installation's own."""

    place: Place
    now: Wordings
    was: Wordings
    """The product's, when this was written: where that has changed since, somebody should look."""


def read(content: str) -> dict[Place, Override]:
    """What the file holds. Raises ValueError, KeyError or TypeError where it is damaged."""
    found = {}
    for row in json.loads(content or "[]"):
        place = Place(row["file"], row["path"], row["language"])
        found[place] = Override(place, dict(row["now"]), dict(row["was"]))
    return found


def written(overrides: Iterable[Override]) -> str:
    """The inverse of `read`: the same texts are always the same file."""
    rows = [
        {
            "file": one.place.file,
            "path": one.place.path,
            "language": one.place.language,
            "now": dict(one.now),
            "was": dict(one.was),
        }
        for one in sorted(overrides, key=lambda one: one.place)
    ]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True) if rows else ""


def over(files: Mapping[str, str], overrides: Iterable[Override]) -> dict[str, str]:
    """The files of a library with these overrides in place of any others."""
    found = {name: content for name, content in files.items() if name != NAME}
    content = written(overrides)
    return {**found, NAME: content} if content else found


def of_file(files: Mapping[str, str], file: str) -> list[Override]:
    """The overrides in a library of the texts in one of its files."""
    return [one for one in read(files.get(NAME, "")).values() if one.place.file == file]


def put(content: dict[str, Any], overrides: Iterable[Override]) -> None:
    """Put texts into the content of a file, which is changed."""
    for one in overrides:
        text = _at(content, one.place.path)
        if isinstance(text, dict) and one.place.language in text:
            text[one.place.language] = dict(one.now)


def _at(content: Any, path: str) -> Any:
    for part in path.split("."):
        if not isinstance(content, dict):
            return None
        # A key may be a number in YAML.
        content = next((value for key, value in content.items() if str(key) == part), None)
    return content
