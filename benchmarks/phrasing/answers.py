"""Yes and no, and names with typing errors. What is said is parted by bars."""

from __future__ import annotations

import random

from benefits.country import offices, programmes

_YES = {
    "en": (
        "yes|yeah|yep|ok|sure|correct|of course|that's right|yes I do|right|absolutely|"
        "certainly|I think so|that's correct|definitely|yup"
    ),
    "es": (
        "sí|claro|por supuesto|correcto|así es|vale|de acuerdo|exacto|eso es|creo que sí|"
        "desde luego|está bien|sí, claro|cierto|perfecto"
    ),
    "zh": ("是|是的|对|对的|好|好的|没错|可以|行|当然|没问题|正确|嗯|愿意|同意"),
}
_NO = {
    "en": (
        "no|nope|nah|not really|I don't think so|never|of course not|no way|"
        "absolutely not|not yet|wrong|that's not right|I did not|it isn't"
    ),
    "es": (
        "no|para nada|claro que no|nunca|jamás|creo que no|todavía no|ahora no|"
        "en absoluto|no es correcto|por supuesto que no|está mal|no quiero"
    ),
    "zh": ("不|不是|不对|不要|不用|没有|不行|不可以|不愿意|不同意|错了|还没有|不需要"),
}
_NEITHER = {
    "en": ("I don't know|maybe|perhaps|not sure|no idea|it depends|hard to say"),
    "es": ("no sé|quizás|tal vez|no estoy seguro|ni idea|depende|a lo mejor"),
    "zh": ("不知道|可能吧|也许|不清楚|不确定|看情况|说不好"),
}
_OTHER = {
    "en": ("Chicago|the airport|my sister|a telephone|breakfast|my neighbour's dog"),
    "es": ("Barcelona|el aeropuerto|mi hermana|un teléfono|el desayuno|el perro"),
    "zh": ("上海|飞机场|我妹妹|一部电话|早饭|邻居的狗"),
}


def yes_no(language: str, rng: random.Random) -> tuple[str, bool | None]:
    """Agreement, refusal, or neither."""
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(_YES[language].split("|")), True
    return (
        (rng.choice(_NO[language].split("|")), False)
        if kind < 0.9
        else (rng.choice(_NEITHER[language].split("|")), None)
    )


def option(language: str, rng: random.Random) -> tuple[str, str | None]:
    """A benefit, by one of its names."""
    names = [(name, value) for value, each in programmes().items() for name in each.names[language]]
    return _named(names, language, rng)


def place(language: str, rng: random.Random) -> tuple[str, str | None]:
    """An office, by one of its names."""
    names = [(name, each["id"]) for each in offices() for name in each["names"][language]]
    return _named(names, language, rng)


def _named(
    names: list[tuple[str, str]], language: str, rng: random.Random
) -> tuple[str, str | None]:
    if rng.random() < 0.12:
        return rng.choice(_OTHER[language].split("|")), None
    name, value = rng.choice(names)
    return (misspelt(name, rng) if rng.random() < 0.5 else name), value


def misspelt(text: str, rng: random.Random) -> str:
    """One typing error: a letter wrong, missing, twice, or two swapped; short names stay."""
    if len(text) < 6 or not text.isascii():
        return text
    at = rng.randrange(1, len(text) - 1)
    before, here, behind = text[:at], text[at], text[at + 1 :]
    return rng.choice(
        (
            before + rng.choice("aeioustrnl") + behind,
            before + behind,
            before + here * 2 + behind,
            before + behind[:1] + here + behind[1:],
        )
    )
