"""Accents that no synthesiser has: the sounds of other languages in place of those of this one.

The label of a phone stays what the word asks for; only the sound is another one. People who learned
the language late replace what theirs lacks, each some of it and not every time.
"""

from __future__ import annotations

import random
import re

from audio_models.espeak import Symbol

# What is written in IPA > what is said, by the language or region that a speaker grew up with.
_ENGLISH = {
    "Arabic": "p>b v>f θ>s ð>z ɹ>r ɪ>i ʌ>a æ>a ŋ>ŋɡ eɪ>e oʊ>o əʊ>o",
    "Chinese": "θ>s ð>z v>w ɹ>ɻ z>s ŋ>n æ>ɛ ɪ>i ʌ>a ʃ>ɕ dʒ>ʥ tʃ>ʨ",
    "French": "θ>s ð>z ɹ>ʁ h>- ɪ>i ʌ>œ ɜ>œ æ>a oʊ>o əʊ>o eɪ>e dʒ>ʒ tʃ>ʃ uː>u ʊ>u",
    "German": "θ>s ð>z w>v ɹ>ʁ z>s æ>ɛ dʒ>tʃ oʊ>oː əʊ>oː eɪ>eː ʌ>a d>t",
    "Greek": "h>x ʃ>s ʒ>z tʃ>ts dʒ>dz ɪ>i iː>i æ>a ʌ>a ɜ>e ə>e ɹ>r oʊ>o əʊ>o",
    "Hindi": "θ>tʰ ð>d w>ʋ v>ʋ t>ʈ d>ɖ ɹ>ɾ eɪ>eː oʊ>oː əʊ>oː æ>ɛ ʌ>ə z>s",
    "Italian": "θ>t ð>d h>- ɪ>i æ>ɛ ʌ>a ɹ>r oʊ>o əʊ>o eɪ>e ɜ>e ŋ>n",
    "Japanese": "θ>s ð>z v>b ɹ>ɾ l>ɾ ə>a ɪ>i ʌ>a æ>a f>ɸ ɜ>aː oʊ>oː əʊ>oː",
    "Portuguese": "θ>t ð>d ɹ>ʁ h>ʁ ɪ>i æ>ɛ oʊ>o əʊ>o t>tʃ",
    "Slavic": "θ>s ð>z w>v h>x ɹ>r ɪ>i æ>ɛ ŋ>n ə>a ʌ>a oʊ>o əʊ>o z>s d>t",
    "Spanish": "θ>t ð>d v>b z>s h>x ɪ>i æ>a ʌ>a ə>e ɹ>ɾ dʒ>ʝ oʊ>o əʊ>o ʃ>tʃ",
}
_SPANISH = {
    "Arabic": "p>b e>i o>u r>ɾ",
    "Caribbean": "s>h ɾ>l x>h",
    "English": "r>ɹ ɾ>ɹ x>h β>b ð>d ɣ>ɡ e>eɪ o>oʊ",
    "French": "r>ʁ ɾ>ʁ x>ʁ θ>s β>b",
    "Plain": "θ>s ʎ>ʝ ð>-",
    "Peninsular": "s>θ x>χ",
    "Italian": "x>h θ>s e>ɛ o>ɔ",
}
_CHINESE = {
    "Southern": "s.>s ts.>ts ts.h>tsh ʐ>z ŋ>n",
    "Coastal": "s.>s ts.>ts ts.h>tsh ʐ>l ŋ>n",
    "Central": "χ>f s.>s ŋ>n",
}
ACCENTS = {
    language: [[change.split(">") for change in line.split()] for line in accents.values()]
    for language, accents in {"en": _ENGLISH, "es": _SPANISH, "cmn": _CHINESE}.items()
}
_NATIVE = 0.4  # share of utterances without an accent
_MIXED = 0.25  # share of accents that nobody has, made from several
_MOST = 8  # replacements in a mixed one


def apply(
    words: list[tuple[Symbol, ...]], voice: str, rng: random.Random
) -> list[tuple[Symbol, ...]]:
    """The words as some speaker would say them who may have an accent."""
    accents = ACCENTS.get(re.split(r"[-+]", voice)[0], [])
    if not accents or rng.random() < _NATIVE:
        return words
    chosen = rng.choice(accents)
    if rng.random() < _MIXED:
        every = [change for accent in accents for change in accent]
        chosen = rng.sample(every, rng.randint(1, _MOST))
    chosen = sorted(chosen, key=lambda change: -len(change[0]))  # "əʊ" before "ə"
    share = rng.uniform(0.3, 1.0)
    return [tuple(_change(s, chosen, share, rng) for s in word) for word in words]


def _change(symbol: Symbol, changes: list[list[str]], share: float, rng: random.Random) -> Symbol:
    for written, said in changes:
        if _has(symbol, written) and rng.random() < share:
            ipa = symbol.ipa.replace(written, said.replace("-", ""))
            return Symbol(symbol.name, ipa, symbol.tone)
    return symbol


def _has(symbol: Symbol, written: str) -> bool:
    """A plain letter must be all of the sound: the t of "tʃ" is not a t."""
    return written in symbol.ipa if not written.isascii() else written == symbol.ipa.strip("ˈˌ")
