"""What stands around a value: hesitation, courtesy, the rest of a sentence."""

from __future__ import annotations

import random

_ANY = {
    "en": (
        "{}|{}|{}|{} please|uh {}|um, {}|it's {}|that would be {}|{}, thanks|well, {}|"
        "I think it's {}|hello, {}"
    ),
    "es": (
        "{}|{}|{}|{} por favor|eh, {}|este... {}|es {}|sería {}|{}, gracias|pues {}|"
        "creo que es {}|buenas, {}"
    ),
    "zh": "{}|{}|{}|{}，谢谢|嗯，{}|呃，{}|就是{}|应该是{}|{}吧|那个，{}|您好，{}",
}
_YES_NO = {
    "en": "{}|{}|uh, {}|{} please|well, {}|{}, thank you",
    "es": "{}|{}|eh, {}|{}, por favor|pues {}|{}, gracias",
    "zh": "{}|{}|嗯，{}|{}，谢谢|呃，{}|{}啊",
}
"""Parted by bars."""


def framed(text: str, slot: str, language: str, rng: random.Random) -> str:
    """The text as part of an answer, now and then in capitals or with a full stop."""
    frames = (_YES_NO if slot == "yes_no" else _ANY)[language].split("|")
    said = rng.choice(frames).format(text)
    ending = rng.random()
    if ending < 0.1:
        return said + ("。" if language == "zh" else ".")
    return said.capitalize() if ending < 0.2 else said
