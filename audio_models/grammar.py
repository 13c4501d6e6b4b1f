"""Phrases to listen for, in the words that a model has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

UNKNOWN = "[unk]"
"""Stands in a grammar, and in what is recognised, for speech outside the grammar."""
HUM = "[hum]"
"""The same for "mhm", "uh huh" and other sounds of somebody who listens, where a model has it:
heard as what they are, they are not taken for the short words that they resemble."""
_UNKNOWN_SHARE = 12
"""Phrases for each [unk]: Vosk takes every line of a grammar for equally likely, so that a single
[unk] among a thousand would hardly ever be heard."""
_PUNCTUATION = ".,;:!?¿¡\"'()。，；：！？"


def fitting(phrases: Iterable[str], vocabulary: Collection[str]) -> list[str]:
    """The phrases that the model can hear, in its own words, without repetition."""
    fitted: dict[str, None] = {}
    for phrase in phrases:
        words = [split(word, vocabulary) for word in phrase.lower().split()]
        if words and all(words):
            fitted[" ".join(part for word in words for part in word)] = None
    return list(fitted)


def with_unknown(phrases: Sequence[str], vocabulary: Collection[str] = ()) -> list[str]:
    """The phrases, and other speech as likely beside many of them as beside a few.

    vocabulary: the model's; hums are listened for where it has them.
    """
    others = max(1, len(phrases) // _UNKNOWN_SHARE)
    # Of hums half as many: in digits that are read out they would otherwise be heard as well.
    hums = max(1, others // 2) if HUM in vocabulary else 0
    return [*phrases, *[UNKNOWN] * others, *[HUM] * hums]


def is_word(token: str) -> bool:
    """Is it more than a sign for what was not understood?"""
    return token not in (UNKNOWN, HUM)


def pairs(words: Sequence[str]) -> list[str]:
    """All pairs of the words. Vosk counts which word follows which in a grammar: without this,
    "two four" among a thousand phrases is heard as "to for"."""
    return [f"{first} {second}" for first in words for second in words]


def lacking(phrases: Iterable[str], vocabulary: Collection[str]) -> list[str]:
    """The words of the phrases that the model does not have, none twice."""
    words = (word for phrase in phrases for word in phrase.lower().split())
    return list(dict.fromkeys(word for word in words if not split(word, vocabulary)))


def split(word: str, vocabulary: Collection[str]) -> list[str]:
    """The word as the model writes it, in parts; empty when it cannot.

    Chinese has no spaces: the longest words win.
    """
    bare = word.strip(_PUNCTUATION)
    if bare in vocabulary:
        return [bare]
    parts: list[str] = []
    while bare and unspaced(bare):
        size = next((n for n in range(len(bare), 0, -1) if bare[:n] in vocabulary), 0)
        if not size:
            return []
        parts.append(bare[:size])
        bare = bare[size:]
    return [] if bare else parts


def unspaced(text: str) -> bool:
    """Is it written without spaces between words?"""
    return any("\u3400" <= character <= "\u9fff" for character in text)
