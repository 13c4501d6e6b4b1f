"""Yes and no, places and options, free text."""

from __future__ import annotations

from datetime import date

import pytest

from intents import SLOT_TYPES, Option
from intents.slots import Asking
from intents.text import Utterance

PLACES = (
    Option("riverton", ("Riverton", "河口镇")),
    Option("north-riverton", ("North Riverton",)),
    Option("millbrook", ("Millbrook", "米溪镇", "3401")),
    Option("oakham", ("Oakham Central Office", "橡树镇办事处")),
    Option("santa-ana", ("Santa Ana de los Ríos",)),
)


def read(kind: str, text: str, language: str = "en", *, asked: bool = True):
    asking = Asking(language, date(2026, 11, 23), PLACES, asked)
    reading = SLOT_TYPES[kind].read(Utterance.of(text), asking)
    return reading and reading.value


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "yes", True), ("en", "Yes please!", True), ("en", "yeah that's right", True),
        ("en", "uh yes", True), ("en", "of course", True), ("en", "I think so", True),
        ("en", "I do", True), ("en", "ok", True), ("en", "no problem", True),
        ("en", "no", False), ("en", "nope", False), ("en", "no thank you", False),
        ("en", "that's not right", False), ("en", "I don't think so", False),
        ("en", "not really", False), ("en", "of course not", False),
        ("en", "no, it is the other one", False), ("en", "yes I have two children", True),
        ("en", "yes and no", None), ("en", "yes no", None), ("en", "I don't know", None),
        ("en", "not sure", None), ("en", "maybe", None), ("en", "right now I am at home", None),
        ("en", "I have a question", None), ("en", "the weather", None),
        ("es", "sí", True), ("es", "si, claro", True), ("es", "así es", True), ("es", "vale", True),
        ("es", "no", False), ("es", "no, gracias", False), ("es", "para nada", False),
        ("es", "creo que no", False), ("es", "no sé", None), ("es", "claro que no", False),
        ("es", "sí y no", None), ("es", "no estoy segura", None),
        ("zh", "是的", True), ("zh", "对", True), ("zh", "好的", True), ("zh", "没问题", True),
        ("zh", "不是", False), ("zh", "不对", False), ("zh", "不用了", False), 
        ("zh", "没有", False),
        ("zh", "不知道", None), ("zh", "对不起", None), ("zh", "有没有", None), ("zh", "要", True),
    ],
)  # fmt: skip
def test_yes_no(language: str, text: str, expected: bool | None) -> None:
    assert read("yes_no", text, language) is expected


@pytest.mark.parametrize(("keys", "expected"), [("1", True), ("2", False), ("3", None)])
def test_yes_no_keys(keys: str, expected: bool | None) -> None:
    reading = SLOT_TYPES["yes_no"].read_keys(keys, Asking("en", date(2026, 11, 23)))
    assert (reading and reading.value) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Riverton", "riverton"),
        ("I live in riverton, you know", "riverton"),
        ("river ton", "riverton"),
        ("rivertown", "riverton"),
        ("north riverton", "north-riverton"),
        ("mill brook", "millbrook"),
        ("milbrok", "millbrook"),
        ("oakham", "oakham"),
        ("santa ana", "santa-ana"),
        ("我住在河口镇", "riverton"),
        ("橡树镇", "oakham"),
        ("3401", "millbrook"),
        ("three four oh one", "millbrook"),
        ("1010", "1010"),
        ("nowhere", None),
        ("the office", None),
        ("Millbrook or Riverton", None),
    ],
)
def test_place(text: str, expected: str | None) -> None:
    assert read("place", text) == expected


def test_a_place_in_passing() -> None:
    assert read("place", "when does the office in Millbrook open", asked=False) == "millbrook"
    assert read("place", "since 1998", asked=False) is None
    assert read("option", "the Oakham one", asked=False) == "oakham"


def test_text_is_kept_as_it_was_said() -> None:
    assert read("text", "  The lady,  at the desk!\n") == "The lady, at the desk!"
    assert read("text", "🙂") is None
    assert len(read("text", "word " * 200)) <= 300
