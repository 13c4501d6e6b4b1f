"""What becomes of sentences on the way: typing errors, SMS spelling, homophones, recognition.

Nothing here is used in training: the matcher learns from clean examples only.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORT = {
    "en": {
        "you": "u", "your": "ur", "are": "r", "for": "4", "to": "2", "be": "b", "see": "c",
        "please": "pls", "thanks": "thx", "because": "cuz", "what": "wat", "with": "w/",
        "and": "n", "before": "b4", "tomorrow": "2moro", "today": "2day", "great": "gr8",
        "message": "msg", "the": "da", "know": "kno", "why": "y", "okay": "k", "have": "hav",
        "would": "wud", "could": "cud", "this": "dis", "that": "dat", "going": "goin",
        "through": "thru", "people": "ppl", "about": "abt", "account": "acct", "want": "wanna",
    },
    "es": {
        "que": "q", "qué": "q", "por": "x", "para": "pa", "porque": "xq", "también": "tb",
        "más": "+", "es": "s", "de": "d", "te": "t", "me": "m", "quiero": "kiero",
        "cuando": "cuand", "cuándo": "cuand", "dónde": "dnd", "gracias": "grax", "bien": "bn",
        "mensaje": "msj", "estoy": "toy", "está": "ta", "saber": "sabr", "como": "cm", "cómo": "cm",
    },
}  # fmt: skip
_VOICES = {
    "en": ("en-us+f4", "en+m6", "en-us+steph", "en-us+robert"),
    "es": ("es-419+f4", "es+m6", "es-419+f2", "es+m3"),
    "zh": ("cmn+f4", "cmn+m6", "cmn+f2", "cmn+m3"),
}

Noise = Callable[[str, random.Random], str]


def noises(language: str) -> dict[str, Noise]:
    """Every noise by name that can be made of single texts in a language."""
    if language == "zh":
        return {"homophones20": homophones}
    found: dict[str, Noise] = {
        "typos10": lambda text, chance: typos(text, 0.1, chance),
        "typos20": lambda text, chance: typos(text, 0.2, chance),
    }
    if language in _SHORT:
        found["sms"] = lambda text, chance: sms(text, _SHORT[language], chance)
    return found


def typos(text: str, share: float, chance: random.Random) -> str:
    """So many letters are left out, doubled, swapped with the next, or a neighbouring key."""
    letters = list(text)
    for at, letter in enumerate(letters):
        if not letter.isalpha() or chance.random() >= share:
            continue
        kind = chance.randrange(4)
        if kind == 0:
            letters[at] = ""
        elif kind == 1:
            letters[at] = letter * 2
        elif kind == 2 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letter
        else:
            letters[at] = chance.choice(_neighbours(letter.lower()))
    return "".join(letters)


def sms(text: str, short: dict[str, str], chance: random.Random) -> str:
    """Common words as texters shorten them, and half of the vowels inside of long words gone."""
    words = []
    for word in text.lower().split():
        if word in short:
            words.append(short[word])
        elif len(word) > 4 and chance.random() < 0.7:
            inner = re.sub("[aeiou]", lambda v: v[0] if chance.random() < 0.4 else "", word[1:-1])
            words.append(word[0] + inner + word[-1])
        else:
            words.append(word)
    return " ".join(words)


def homophones(text: str, chance: random.Random, share: float = 0.2) -> str:
    """So many Chinese characters are others that sound alike, tones aside."""
    sound, alike = _sounds()
    return "".join(
        chance.choice(alike[sound[char]]) if char in sound and chance.random() < share else char
        for char in text
    )


def heard(texts: Sequence[str], language: str) -> list[str]:
    """What the bundled model makes of texts that are spoken by voices it was not trained on.

    Raises LookupError where no model comes with the product.
    """
    from audio_models import bundled
    from audio_models.espeak import resample, synthesise
    from audio_models.transcribe import Model

    folder = bundled(language)
    if folder is None:
        raise LookupError(f"No speech model for {language!r} comes with the product.")
    model, line = Model(folder), np.random.default_rng(0)
    found = []
    for number, text in enumerate(texts):
        voices = _VOICES[language]
        speech = synthesise(text, voices[number % len(voices)], 150)
        samples = resample(speech.samples, speech.sample_rate, 8000).astype(np.float64)
        samples *= 12_000 / max(1.0, float(np.abs(samples).max()))
        samples = np.concatenate([np.zeros(2400), samples, np.zeros(4000)])
        samples += line.normal(0, 150, len(samples))
        found.append(model.transcribe(samples.astype(np.int16)).text)
    return found


@cache
def _neighbours(letter: str) -> str:
    for row in _ROWS:
        at = row.find(letter)
        if at >= 0:
            return row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    return "e"


@cache
def _sounds() -> tuple[dict[str, str], dict[str, list[str]]]:
    """The sound of each character in common use (the first level of GB 2312), and back."""
    from pypinyin import lazy_pinyin

    common = [
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xD8)
        for low in range(0xA1, 0xFF)
    ]
    sound = {char: lazy_pinyin(char)[0] for char in common if char}
    alike: dict[str, list[str]] = defaultdict(list)
    for char, one in sound.items():
        alike[one].append(char)
    return sound, alike
