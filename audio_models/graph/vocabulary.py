"""The words and sentences of a line: the core list, and what the other packages' data holds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from audio_models.graph import sources, texts, word_files
from audio_models.graph.errors import WordsError

_ROOT = Path(__file__).parents[2]
_TOKEN = re.compile(
    rf"[{word_files.HAN}]+|[^\W\d_{word_files.HAN}]+(?:'[^\W\d_{word_files.HAN}]+)*"
)
_PLACEHOLDER = re.compile(r"\{[^}]*\}|<[^>]*>")
# Sampled sentences: few, so that the examples of the product outweigh them.
_PHRASES, _NUMERALS = 600, 1000
_EXPANSIONS = 5  # sentences made of each phrase of the product that has (alternatives|in|it)
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
        if language == "zh" and word_files.is_unspaced(token):
            found += word_files.cut(token, language)
        elif len(token) > 1 or token in _SINGLE_LETTERS.get(language, ""):
            found.append(token)
    return found


def _is_expected(word: str, text: sources.Text, language: str) -> bool:
    """Whether to listen for a word: callers say what we write in other letters only if they
    are expected to, as the name of their language."""
    return text.said or word_files.is_unspaced(word) == (language == "zh")


def _sentences(language: str, found: Iterable[sources.Text]) -> list[str]:
    """What callers may say: mostly the product's own examples, then digits, then templates."""
    rng = random.Random(0)
    sampled = [texts.phrase(language, rng) for _ in range(_PHRASES)]
    sampled += [texts.numerals(language, rng) for _ in range(_NUMERALS)]
    for text in found:
        template = text.text.translate(_ALTERNATIVES)
        for _ in range((_EXPANSIONS if "|" in template else 1) if text.said else 0):
            sampled.append(word_files.expand(template, rng))
    said = (tokens(text, language) for text in sampled)
    return [" ".join(words) for words in said if words]


def collect(language: str, root: Path = _ROOT, flows: Path | None = None) -> Vocabulary:
    """The vocabulary of `language` as the repository at `root` stands now.

    `flows` is a folder with library/*.yaml in place of the repository's own flows. Raises
    WordsError when it has none.
    """
    if flows and not any(flows.glob("library/**/*.yaml")):
        raise WordsError(f"{flows}: holds no flows (library/*.yaml)")
    found = list(sources.texts(language, root, flows or root / "flows"))
    words = dict.fromkeys(word_files.core_words(language))
    for line in word_files.read_lines(f"{language}.phrases.txt"):
        words.update(dict.fromkeys(tokens(line, language)))
    files: dict[str, Path] = {}
    for text in found:
        for word in tokens(text.text, language):
            if word not in words and _is_expected(word, text, language):
                files.setdefault(word, text.file)
    return Vocabulary((*words, *files), tuple(_sentences(language, found)), files)
