"""Pronunciations of the words a model shall know: espeak-ng's, and text files' on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from audio_models import espeak
from audio_models.graph import pronunciations
from audio_models.graph.phones import from_espeak
from audio_models.graph.pronunciations import Listed, Pronunciation
from audio_models.graph.word_files import WORDS, is_unspaced

Lexicon = dict[str, list[Pronunciation]]

# The accents that differ enough to be worth a pronunciation of their own.
_VOICES = {
    "en": ("en-us", "en", "en-gb-scotland", "en-029"),
    "es": ("es", "es-419"),
    "zh": ("cmn",),
}


class UnspeakableError(Exception):
    """Words that no voice can pronounce and no file does; `words` are they."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(f"no voice can pronounce: {', '.join(words)}")
        self.words = tuple(words)


def pronounce(word: str, voice: str) -> Pronunciation:
    """The phones of `word` as `voice` says it alone; none if one of them has no equivalent."""
    if is_unspaced(word) and voice != "cmn":
        return ()  # other voices say "Chinese letter"
    phones: list[str] = []
    for part in espeak.phonemes(word, voice):
        for symbol in part:
            known = from_espeak(symbol.name, voice)
            if known is None:
                return ()
            phones += known
    return tuple(phones)


def listed(
    language: str, phones: frozenset[str], authors: Sequence[Path] = ()
) -> dict[str, Listed]:
    """What the language's own file and then the authors' say; a later "only" wins.

    Raises WordsError.
    """
    own = WORDS / f"{language}.pronunciations.txt"
    merged: dict[str, Listed] = {}
    for file in [*([own] if own.exists() else []), *authors]:
        for word, entry in pronunciations.read(file, phones).items():
            if entry.only:
                merged[word] = entry
            else:
                merged.setdefault(word, Listed()).also.extend(entry.also)
    return merged


def build(
    language: str,
    words: Iterable[str],
    phones: frozenset[str],
    known: Mapping[str, Listed],
) -> Lexicon:
    """Each word's distinct pronunciations: those `known` from files, and the synthesiser's.

    Raises UnspeakableError for words without one of phones that the model has.
    """
    words = list(words)
    open_ = [word for word in words if not known.get(word, Listed()).only]
    by_voice = [
        # Voice by voice, as changing it takes longer than a word.
        {word: pronounce(word, voice) for word in open_}
        for voice in _VOICES.get(language, (language,))
    ]
    lexicon: Lexicon = {}
    for word in words:
        entry = known.get(word, Listed())
        said = entry.only or [spoken[word] for spoken in by_voice]
        found = dict.fromkeys([*said, *entry.also])
        lexicon[word] = [p for p in found if p and phones.issuperset(p)]
    silent = [word for word, said in lexicon.items() if not said]
    if silent:
        raise UnspeakableError(silent)
    return lexicon
