"""What the synthesisers are given to say: digits above all, then words, phrases, sentences."""

from __future__ import annotations

import random
from types import ModuleType

from audio_models.graph.speech import en, es, zh
from audio_models.graph.word_files import core_words, expand, read_lines, spaced

_SPEECH: dict[str, ModuleType] = {"en": en, "es": es, "zh": zh}


def sample(language: str, rng: random.Random) -> str:
    """One text to speak, its words parted by spaces, some followed by a comma for a pause.

    A language without a module of its own gets words and strings of words.
    """
    words = core_words(language)
    if language not in _SPEECH:
        return " ".join(rng.choices(words, k=rng.choice((1, 1, 2, 3, 4, 5))))
    kind = rng.random()
    if kind < 0.48:
        return numerals(language, rng)
    if kind < 0.58:
        return rng.choice(words)
    if kind < 0.70:
        return " ".join(rng.choices(words, k=rng.choice((2, 3, 4))))
    if kind < 0.86:
        return phrase(language, rng)
    return spaced(rng.choice(read_lines(f"{language}.sentences.txt")), language)


def numerals(language: str, rng: random.Random) -> str:
    """Digits, a number, a date or an amount of money; nothing in a language without a module."""
    said = _SPEECH.get(language)
    if said is None:
        return ""
    kind = rng.random()
    if kind < 0.25:
        text = said.digit(rng)
    elif kind < 0.70:
        text = said.digit_string(rng, rng.choice((2, 3, 3, 4, 4, 5, 6, 6, 7, 8)))
    else:
        text = rng.choice((said.number, said.date, said.money))(rng)
    return spaced(text, language)


def phrase(language: str, rng: random.Random) -> str:
    """One of what callers say, from the language's templates; nothing if it has none."""
    templates = read_lines(f"{language}.phrases.txt")
    return spaced(expand(rng.choice(templates), rng), language) if templates else ""
