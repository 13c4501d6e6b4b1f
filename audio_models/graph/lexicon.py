"""Pronunciations of the words a model shall know: espeak-ng's, and a text file's on top."""

from __future__ import annotations

from collections.abc import Iterable

from audio_models import espeak
from audio_models.graph import texts
from audio_models.graph.phones import from_espeak

Lexicon = dict[str, list[tuple[str, ...]]]

# The accents that differ enough to be worth a pronunciation of their own.
_VOICES = {
    "en": ("en-us", "en", "en-gb-scotland", "en-029"),
    "es": ("es", "es-419"),
    "zh": ("cmn",),
}


def pronounce(word: str, voice: str) -> tuple[str, ...]:
    """The phones of `word` as `voice` says it alone; none if one of them has no equivalent."""
    phones: list[str] = []
    for part in espeak.phonemes(word, voice):
        for symbol in part:
            known = from_espeak(symbol.name, voice)
            if known is None:
                return ()
            phones += known
    return tuple(phones)


def _listed(language: str) -> Lexicon:
    """Other ways to say some words, from <language>.pronunciations.txt."""
    forms: Lexicon = {}
    for line in texts.read_lines(f"{language}.pronunciations.txt"):
        word, *phones = line.split()
        forms.setdefault(word, []).append(tuple(phones))
    return forms


def build(language: str, words: Iterable[str], phones: frozenset[str]) -> Lexicon:
    """Each word's distinct pronunciations, of phones the model has; never empty.

    Raises ValueError naming the words that no voice could pronounce.
    """
    listed = _listed(language)
    voices = _VOICES.get(language, (language,))
    lexicon: Lexicon = {}
    for word in words:
        said = [pronounce(word, voice) for voice in voices] + listed.get(word, [])
        lexicon[word] = [p for p in dict.fromkeys(said) if p and phones.issuperset(p)]
    silent = [word for word, pronunciations in lexicon.items() if not pronunciations]
    if silent:
        raise ValueError(f"no voice could pronounce: {', '.join(silent)}")
    return lexicon
