"""The language that a message is written in."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from intents import other_languages
from intents.slots.vocabulary import vocabulary
from intents.text import HAN, all_tokens, tokens
from intents.wording import FOLDER, Wording, wordings

OTHER = "other"
FIRST = 12
"""Words that are looked at."""
CLEAR = 1.2
"""Least lead of a language, as the logarithm of the odds."""
LITTLE = 0.5
"""Most that a word which is not of one language alone counts."""
_NAMES = re.compile(r"[A-Z](?<=[^\W\d_A-Z][ ,][A-Z])[a-z]+")
"""Of places and people, in the middle of an example: they are of no language."""
SPANISH_MARKS = re.compile("[ñ¿¡]", re.IGNORECASE)


def prepare() -> None:
    """Count the words of all languages: most of a second that no texter should wait."""
    _common_words()


def language_of(text: str) -> str | None:
    """ "en", "zh" or "es" by script and words, "other" for one that nobody here speaks; None when
    that is unclear, as for "OK 123"."""
    text = text[:300]
    words = [word for word in tokens(text) if not word.lstrip("+")[:1].isdigit()]
    if other_languages.foreign_script(text):
        return OTHER
    chinese = sum(re.match(f"[{HAN}]", word) is not None for word in words)
    if chinese and chinese * 2 >= len(words):
        return "zh"
    if SPANISH_MARKS.search(text):
        return "es"
    if other_languages.foreign_words(words[:FIRST], text, _common_words()):
        return OTHER
    scores = dict.fromkeys(_models(), 0.0)
    for word in words[:FIRST]:
        for language, score in _scores(word).items():
            scores[language] += score
    second, best = sorted(scores, key=scores.__getitem__)[-2:]
    return best if scores[best] - scores[second] >= CLEAR else None


def wholly(text: str) -> str | None:
    """The language of a text that has words of this language alone, and of no other; else None."""
    language = language_of(text)
    words = tokens(text[:300])
    if language in (None, OTHER):
        return language
    han = any(re.match(f"[{HAN}]", word) for word in words)
    alone = {
        code
        for word in words
        for code, model in _models().items()
        if word in model.words and sum(word in each.words for each in _models().values()) == 1
    }
    return language if alone | ({"zh"} if han else set()) == {language} else None


class _Model:
    """How often a language uses words, and three letters in a row in them."""

    def __init__(self, texts: Iterable[str]) -> None:
        # All of them at once, which is quicker than one by one.
        self.words = Counter(all_tokens(_NAMES.sub("", "\n".join(texts))))
        self._pieces = Counter(piece for word in self.words for piece in _pieces(word))
        self._count = sum(self.words.values())
        self._total = sum(self._pieces.values())

    def word(self, word: str) -> float:
        """Log frequency; a word that another language uses alone speaks against this one."""
        return math.log((self.words[word] + 0.2) / (self._count + 1))

    def spelling(self, word: str) -> float:
        """Log likelihood of the letters of an unknown word."""
        pieces = _pieces(word)
        return sum(math.log((self._pieces[piece] + 0.3) / (self._total + 300)) for piece in pieces)


def _scores(word: str) -> Mapping[str, float]:
    """How much a word speaks for each language, as log likelihoods that only compare."""
    models = _models()
    known = [model for model in models.values() if word in model.words]
    if len(known) == 1:
        return {language: model.word(word) for language, model in models.items()}
    # Words of several languages ("no") and names say little, however clear they look.
    if known:
        found = {language: 0.4 * model.word(word) for language, model in models.items()}
    elif len(word) >= 4:
        found = {language: model.spelling(word) for language, model in models.items()}
    else:
        return {}
    best = max(found.values())
    return {language: max(score - best, -LITTLE) for language, score in found.items()}


@cache
def _common_words() -> frozenset[str]:
    """The words of the languages that are spoken here."""
    return frozenset(word for model in _models().values() for word in model.words)


@cache
def _models() -> dict[str, _Model]:
    """Of the languages in letters; Chinese is known by its script."""
    return {
        wording.language: _Model(_texts(wording))
        for wording in wordings(FOLDER)
        if wording.language != "zh"
    }


def _texts(wording: Wording) -> list[str]:
    groups = [*wording.intents.values(), *wording.commands.values(), wording.outside]
    sections = ("numbers", "answers", "months", "weekdays", "relative_days", "parts_of_day")
    words = vocabulary(wording.language).spellings(*sections)
    return [text for group in groups for text in group] + [
        *wording.courtesy,
        *wording.polite,
        *words,
    ]


def _pieces(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[start : start + 3] for start in range(len(padded) - 2)]
