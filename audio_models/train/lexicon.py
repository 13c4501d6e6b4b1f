"""Pronunciations, from every synthesiser at hand, of the words a model shall know."""

from __future__ import annotations

from collections.abc import Iterable

from audio_models.train import flite, texts
from audio_models.train.corpus import Utterance
from audio_models.train.phones import SILENCE
from audio_models.train.synthesis import espeak_utterance

Lexicon = dict[str, list[tuple[str, ...]]]

# The accents that differ enough to be worth a pronunciation of their own.
_VOICES = {
    "en": ("en-us", "en", "en-gb-scotland", "en-029"),
    "es": ("es", "es-419"),
    "zh": ("cmn",),
}


def _spoken(utterance: Utterance | None) -> tuple[str, ...]:
    return tuple(p for p in utterance.phones if p != SILENCE) if utterance else ()


def _reduced_forms(language: str) -> Lexicon:
    forms: Lexicon = {}
    for line in texts.read_lines(f"{language}.reduced.txt"):
        word, *phones = line.split()
        forms.setdefault(word, []).append(tuple(phones))
    return forms


def build(language: str, words: Iterable[str], phones: frozenset[str]) -> Lexicon:
    """Each word's distinct pronunciations, of phones the model has; never empty.

    Raises ValueError naming the words that no voice could pronounce.
    """
    reduced = _reduced_forms(language)
    voices = _VOICES.get(language, (language,))
    lexicon: Lexicon = {}
    for word in words:
        said = [_spoken(espeak_utterance(word, voice)) for voice in voices]
        if language == "en" and flite.available():
            said.append(flite.pronounce(word) or ())
        said += reduced.get(word, [])
        lexicon[word] = [p for p in dict.fromkeys(said) if p and phones.issuperset(p)]
    silent = [word for word, pronunciations in lexicon.items() if not pronunciations]
    if silent:
        raise ValueError(f"no voice could pronounce: {', '.join(silent)}")
    return lexicon
