"""Accents that no synthesiser has: the sounds of other languages in place of those of this one.

The label of a phone stays what the word asks for; only the sound is another one. People who learned
the language late replace what theirs lacks, each some of it and not every time.
"""

from __future__ import annotations

import random
import re

from audio_models.espeak import Symbol

# Each line: what is written in IPA -> what is said. One speaker has some of them.
_ENGLISH = """
θ s
θ t
θ f
ð d
ð z
w v
v w
v b
ɹ r
ɹ ʁ
ɹ ɾ
h x
h -
ɪ i
iː ɪ
æ ɛ
æ a
ʌ a
ʌ ɔ
ɛ e
ə a
ɜ ɛ
oʊ o
əʊ o
eɪ e
eɪ ɛ
ɔ o
ɑ a
uː ʊ
aɪ ai
z s
ŋ ŋɡ
dʒ ʒ
tʃ ʃ
p b
t d
d t
ə -
ɾ t
"""
_SPANISH = """
s θ
θ s
r ɹ
ɾ ɹ
x h
β b
ð d
ɣ ɡ
ʎ ʝ
e ɛ
o ɔ
s h
"""
_CHINESE = """
ʂ s
ts. ts
ŋ n
"""
_CHANGES = {
    "en": [line.split() for line in _ENGLISH.strip().splitlines()],
    "es": [line.split() for line in _SPANISH.strip().splitlines()],
    "cmn": [line.split() for line in _CHINESE.strip().splitlines()],
}
_NATIVE = 0.55  # share of utterances without an accent
_MOST = 8  # replacements in one accent


def apply(
    words: list[tuple[Symbol, ...]], voice: str, rng: random.Random
) -> list[tuple[Symbol, ...]]:
    """The words as some speaker would say them who may have an accent."""
    changes = _CHANGES.get(re.split(r"[-+]", voice)[0], [])
    if not changes or rng.random() < _NATIVE:
        return words
    chosen = rng.sample(changes, min(len(changes), rng.randint(1, _MOST)))
    share = rng.uniform(0.5, 1.0)
    return [tuple(_change(s, chosen, share, rng) for s in word) for word in words]


def _change(symbol: Symbol, changes: list[list[str]], share: float, rng: random.Random) -> Symbol:
    for written, said in changes:
        if written in symbol.ipa and rng.random() < share:
            ipa = symbol.ipa.replace(written, said.replace("-", ""))
            return Symbol(symbol.name, ipa, symbol.tone)
    return symbol
