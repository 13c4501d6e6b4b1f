"""Texts as neural synthesisers read them: IPA letters, each with the phones that begin with it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from audio_models import espeak
from audio_models.espeak import Symbol
from audio_models.graph.phones import SILENCE, from_espeak
from audio_models.train.voices import accents

_PAUSE, _STOP = ",", "."
_CLAUSE_ENDS = re.compile(r"[,.;:?!，。、；：？！]")
_TONES = {"55": "→", "35": "↗", "214": "↓", "51": "↘"}
_CODAS = ("n", "N")  # of a Chinese syllable; its tone is written after them


@dataclass(frozen=True)
class Letter:
    """`phones`: what begins here; none where it only lengthens or colours what it follows."""

    ipa: str
    phones: tuple[str, ...] = ()


def spell(text: str, voice: str, rng: random.Random | None = None) -> list[Letter] | None:
    """The letters of `text` as the espeak-ng voice reads it, with `rng` at times with an accent.

    None when it uses a phone without an equivalent.
    """
    words, pauses = _words(text, voice)
    if any(from_espeak(s.name, voice) is None for word in words for s in word):
        return None
    letters: list[Letter] = []
    for number, word in enumerate(accents.apply(words, voice, rng) if rng else words):
        letters += _spell_word(word, voice)
        letters.append(Letter(_PAUSE, (SILENCE,)) if number in pauses else Letter(" "))
    return [*letters[:-1], Letter(_STOP, (SILENCE,))] if letters else None


def _words(text: str, voice: str) -> tuple[list[tuple[Symbol, ...]], set[int]]:
    """The words of the text, and which of them a pause follows."""
    words: list[tuple[Symbol, ...]] = []
    pauses = set()
    for clause in filter(str.strip, _CLAUSE_ENDS.split(text)):
        words += [tuple(filter(_heard, word)) for word in espeak.phonemes(clause, voice)]
        pauses.add(len(words) - 1)
    return words, pauses - {len(words) - 1}


def _heard(symbol: Symbol) -> bool:
    """Not a mark, such as the ":" that espeak-ng writes in "I applied two months ago"."""
    return symbol.name != ":"


def _spell_word(word: tuple[Symbol, ...], voice: str) -> list[Letter]:
    letters: list[Letter] = []
    tone = ""
    for symbol in word:
        if tone and symbol.name not in _CODAS:
            letters.append(Letter(tone))
            tone = ""
        ipa = symbol.ipa.rstrip("0123456789ɜ") if symbol.tone else symbol.ipa
        letters.append(Letter(ipa, from_espeak(symbol.name, voice) or ()))
        tone = _TONES.get(symbol.tone, "") or tone
    return [*letters, Letter(tone)] if tone else letters


def segments(
    phones: list[tuple[str, ...]], ends: list[float], first: float
) -> list[tuple[tuple[str, ...] | None, float, float]]:
    """Phones with start and end in seconds, silent until `first`; none lengthens the one before."""
    found: list[tuple[tuple[str, ...] | None, float, float]] = [((SILENCE,), 0.0, first)]
    for known, end in zip(phones, ends, strict=True):
        before, start, until = found[-1]
        if known:
            found.append((known, until, end))
        else:
            found[-1] = (before, start, end)
    return found
