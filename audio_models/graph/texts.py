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
    return spaced(_unparted(language, rng), language)


def _unparted(language: str, rng: random.Random) -> str:
    said, words = _SPEECH.get(language), core_words(language)
    if said is None:
        return " ".join(rng.choices(words, k=rng.choice((1, 1, 2, 3, 4, 5))))
    kind = rng.random()
    if kind < 0.12:
        return str(said.digit(rng))
    if kind < 0.34:
        return str(said.digit_string(rng, rng.choice((2, 3, 3, 4, 4, 5, 6, 6, 7, 8))))
    if kind < 0.48:
        return str(rng.choice((said.number, said.date, said.money))(rng))
    if kind < 0.58:
        return rng.choice(words)
    if kind < 0.70:
        return " ".join(rng.choices(words, k=rng.choice((2, 3, 4))))
    if kind < 0.86:
        return expand(rng.choice(read_lines(f"{language}.phrases.txt")), rng)
    return rng.choice(read_lines(f"{language}.sentences.txt"))
