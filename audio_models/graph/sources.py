"""The texts of the product that words come from: what callers say, and what they hear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_SAID = ("label", "phrases", "names", "questions")
"""The entries of flows and of benefits' data that hold what callers may say."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Text:
    """A text of the product, and the file it stands in; `said` by callers, or by us to them."""

    text: str
    file: Path
    said: bool


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def _of_language(node: Any, language: str, said: bool = False) -> Iterator[tuple[str, bool]]:
    """The strings below every entry named after the language, and whether callers say them."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == language:
                yield from ((text, said) for text in _strings(value))
            else:
                yield from _of_language(value, language, said or name in _SAID)
    elif isinstance(node, list):
        for value in node:
            yield from _of_language(value, language, said)


def _numerals(node: Any) -> Iterator[str]:
    """The words that stand for a number: {cinco: 5}."""
    if isinstance(node, dict):
        for name, value in node.items():
            if isinstance(value, int):
                yield str(name)
            else:
                yield from _numerals(value)


def _read(path: Path) -> Any:
    """A YAML file's content; nothing if it is missing or, being edited, broken."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except (OSError, yaml.YAMLError):
        return None


def texts(language: str, root: Path, flows: Path) -> Iterator[Text]:
    """The texts of intents, flows and benefits in this language, callers' own first.

    `root` holds intents/ and benefits/; `flows` holds library/*.yaml.
    """
    examples = root / "intents" / "data" / f"{language}.yaml"
    yield from (Text(text, examples, True) for text in _strings(_read(examples)))
    slots = root / "intents" / "slots" / "words" / f"{language}.yaml"
    # What is neither a list nor a table tells how words are read, and is none.
    words = {
        name: each for name, each in (_read(slots) or {}).items() if isinstance(each, (dict, list))
    }
    yield from (Text(text, slots, True) for text in (*_numerals(words), *_strings(words)))
    for path in (root / "intents" / name for name in ("tone.yaml", "clauses.yaml")):
        for text, _ in _of_language(_read(path), language):
            yield Text(text, path, True)
    data = root / "benefits" / "data"
    files = [
        *flows.glob("library/**/*.yaml"),
        *data.glob("*s.yaml"),
        *data.glob("knowledge/*.yaml"),
    ]
    for path in sorted(files):
        for text, said in _of_language(_read(path), language):
            yield Text(text, path, said)
