"""The words and sentences of a line: the core list, and what the other packages' data holds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from audio_models.graph import texts

_ROOT = Path(__file__).parents[2]
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_PLACEHOLDER = re.compile(r"\{[^}]*\}|<[^>]*>")
_SAMPLED_SENTENCES = 20_000
_EXPANSIONS = 5  # sentences made of each phrase of the product that has (alternatives|in|it)
_LONGEST = 12  # words; what is longer is a prompt, not something a caller says
_SINGLE_LETTERS = frozenset("aioy")  # the one-letter words of English and Spanish
_ALTERNATIVES = str.maketrans("()", "[]")  # as intents writes them, as our templates do


@dataclass(frozen=True)
class Vocabulary:
    """`words` without doubles, in a stable order; `sentences` weight the language model."""

    words: tuple[str, ...]
    sentences: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """The words of a text, in lower case and without digits, marks or {placeholders}."""
    plain = _PLACEHOLDER.sub(" ", text).replace("\u2019", "'").lower()
    return [t for t in _TOKEN.findall(plain) if len(t) > 1 or t in _SINGLE_LETTERS]


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def _strings_under(node: Any, key: str) -> Iterator[str]:
    """The strings below every mapping entry named `key`, at any depth."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _strings(value) if name == key else _strings_under(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _strings_under(value, key)


def _read(path: Path) -> Any:
    """A YAML file's content; nothing if it is missing or, being edited, broken."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError):
        return None


def _product_texts(language: str, root: Path) -> list[str]:
    """What intents, flows and offices hold in this language."""
    found = list(_strings(_read(root / "intents" / "data" / f"{language}.yaml")))
    for path in sorted((root / "flows" / "library").glob("**/*.yaml")):
        found += _strings_under(_read(path), language)
    found += _strings_under(_read(root / "benefits" / "data" / "offices.yaml"), language)
    return found


def _sentences(language: str, found: Iterable[str]) -> list[str]:
    rng = random.Random(0)
    templates = texts.read_lines(f"{language}.phrases.txt")
    sampled = [
        texts.expand(rng.choice(templates), rng)
        if templates and rng.random() < 0.6
        else texts.sample(language, rng)
        for _ in range(_SAMPLED_SENTENCES)
    ]
    said = [
        tokens(texts.expand(text.translate(_ALTERNATIVES), rng))
        for text in found
        for _ in range(_EXPANSIONS if "|" in text else 1)
    ]
    short = [t for t in said if 0 < len(t) <= _LONGEST]
    return [" ".join(t) for t in [*map(tokens, sampled), *short]]


def _is_native(word: str, language: str) -> bool:
    """English data also names other languages in their own letters; those are not English."""
    return word.isascii() or language != "en"


def collect(language: str, root: Path = _ROOT) -> Vocabulary:
    """The vocabulary of `language` as the repository at `root` stands now."""
    found = _product_texts(language, root)
    phrases = [w for line in texts.read_lines(f"{language}.phrases.txt") for w in tokens(line)]
    words = [*texts.core_words(language), *phrases, *(w for text in found for w in tokens(text))]
    native = (word for word in words if _is_native(word, language))
    return Vocabulary(tuple(dict.fromkeys(native)), tuple(_sentences(language, found)))
