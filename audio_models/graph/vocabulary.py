"""The words and sentences of a line: the core list, and what the other packages' data holds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from audio_models.graph import sources, texts, word_files

_ROOT = Path(__file__).parents[2]
_TOKEN = re.compile(
    rf"[{word_files.HAN}]+|[^\W\d_{word_files.HAN}]+(?:'[^\W\d_{word_files.HAN}]+)*"
)
_PLACEHOLDER = re.compile(r"\{[^}]*\}|<[^>]*>")
_SAMPLED_SENTENCES = 20_000
_EXPANSIONS = 5  # sentences made of each phrase of the product that has (alternatives|in|it)
_LONGEST = 12  # words; what is longer is a prompt, not something a caller says
_SINGLE_LETTERS = {"en": "aio", "es": "aeouy"}  # the words of one letter
_ALTERNATIVES = str.maketrans("()", "[]")  # as intents writes them, as our templates do


@dataclass(frozen=True)
class Vocabulary:
    """`words` without doubles, in a stable order; `sentences` weight the language model.

    `files` tells in which file of the product a word that is in no list was found first.
    """

    words: tuple[str, ...]
    sentences: tuple[str, ...]
    files: Mapping[str, Path]


def tokens(text: str, language: str) -> list[str]:
    """The words of a text, in lower case and without digits, marks or {placeholders}."""
    plain = _PLACEHOLDER.sub(" ", text).replace("\u2019", "'").lower()
    found: list[str] = []
    for token in _TOKEN.findall(plain):
        if word_files.is_unspaced(token):
            found += word_files.cut(token, language)
        elif len(token) > 1 or token in _SINGLE_LETTERS.get(language, ""):
            found.append(token)
    return found


def _is_native(word: str, language: str) -> bool:
    """Data also names other languages in their own letters; no voice speaks those."""
    if language == "en":
        return word.isascii()
    return language == "zh" or not word_files.is_unspaced(word)


def _is_expected(word: str, text: sources.Text, language: str) -> bool:
    """Whether it can be something to listen for: Chinese callers say no Latin letters we write."""
    return _is_native(word, language) and (
        text.said or language != "zh" or word_files.is_unspaced(word)
    )


def _sentences(language: str, found: Iterable[sources.Text]) -> list[str]:
    rng = random.Random(0)
    templates = word_files.read_lines(f"{language}.phrases.txt")
    sampled = [
        word_files.expand(rng.choice(templates), rng)
        if templates and rng.random() < 0.6
        else texts.sample(language, rng)
        for _ in range(_SAMPLED_SENTENCES)
    ]
    said = [
        tokens(word_files.expand(text.text.translate(_ALTERNATIVES), rng), language)
        for text in found
        if text.said
        for _ in range(_EXPANSIONS if "|" in text.text else 1)
    ]
    short = [t for t in said if 0 < len(t) <= _LONGEST]
    return [" ".join(t) for t in [*(tokens(s, language) for s in sampled), *short]]


def collect(language: str, root: Path = _ROOT, flows: Path | None = None) -> Vocabulary:
    """The vocabulary of `language` as the repository at `root` stands now.

    `flows` is a folder with library/*.yaml in place of the repository's own flows.
    """
    found = list(sources.texts(language, root, flows or root / "flows"))
    lists = (
        [f"{language}.phrases.txt", f"{language}.sentences.txt"]
        if language == "zh"
        else [f"{language}.phrases.txt"]
    )
    words = dict.fromkeys(word_files.core_words(language))
    for name in lists:
        for line in word_files.read_lines(name):
            words.update(dict.fromkeys(tokens(line, language)))
    files: dict[str, Path] = {}
    for text in found:
        for word in tokens(text.text, language):
            if word not in words and _is_expected(word, text, language):
                files.setdefault(word, text.file)
    native = (word for word in (*words, *files) if _is_native(word, language))
    return Vocabulary(tuple(native), tuple(_sentences(language, found)), files)
