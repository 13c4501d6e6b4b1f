"""Choosing from a menu by number and by name."""

from __future__ import annotations

from datetime import date

import pytest

from flows.expects import Choice, Expects
from intents import Said, Situation, Understander

MENUS = {
    "en": Expects("w", "c", choices=(
        Choice("claim", "1", "the status of a claim", ("my claim", "claim", "application")),
        Choice("payment", "2", "your next payment", ("payment", "my money")),
        Choice("office", "3", "the nearest office", ("office",)),
    )),
    "es": Expects("w", "c", choices=(
        Choice("claim", "1", "el estado de una solicitud", ("mi solicitud", "solicitud")),
        Choice("payment", "2", "su próximo pago", ("pago", "mi dinero")),
        Choice("office", "3", "la oficina más cercana", ("oficina",)),
    )),
    "zh": Expects("w", "c", choices=(
        Choice("claim", "1", "查申请进度", ("申请进度", "我的申请")),
        Choice("payment", "2", "下次付款", ("付款", "发钱")),
        Choice("office", "3", "最近的办事处", ("办事处",)),
    )),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "one", "claim"),
        ("en", "option two", "payment"),
        ("en", "the first one", "claim"),
        ("en", "the third one please", "office"),
        ("en", "number 3", "office"),
        ("en", "press two", "payment"),
        ("en", "payment", "payment"),
        ("en", "my paymnet please", "payment"),
        ("en", "the status of my claim", "claim"),
        ("en", "the office please", "office"),
        ("en", "nine", None),
        ("en", "the weather", None),
        ("en", "claim or payment", None),
        ("es", "uno", "claim"),
        ("es", "opción dos", "payment"),
        ("es", "la primera", "claim"),
        ("es", "la tercera por favor", "office"),
        ("es", "mi solicitud", "claim"),
        ("es", "la ofisina más cercana", "office"),
        ("es", "el tiempo", None),
        ("zh", "一", "claim"),
        ("zh", "第二个", "payment"),
        ("zh", "选三", "office"),
        ("zh", "我要查申请进度", "claim"),
        ("zh", "办事处", "office"),
        ("zh", "天气", None),
    ],
)
def test_choices(understander: Understander, language: str, text: str, expected) -> None:
    situation = Situation(language, MENUS[language], date(2026, 11, 23))
    assert understander.understand(Said(text=text), situation).choice == expected


def test_a_plain_choice_beats_an_intent_and_an_intent_a_vague_choice(
    understander: Understander,
) -> None:
    intents = dict.fromkeys(("next_payment", "complaint"), ())
    expects = Expects("w", "c", choices=MENUS["en"].choices, intents=intents)
    situation = Situation("en", expects, date(2026, 11, 23))
    assert understander.understand(Said(text="payment"), situation).choice == "payment"
    found = understander.understand(Said(text="nobody at the office helps me"), situation)
    assert (found.choice, found.intent) == (None, "complaint")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("yes that would be nice", "again"), ("no I don't think so", "leave"), ("maybe", None)],
)
def test_yes_and_no_where_choices_are_called_so(
    understander: Understander, text: str, expected: str | None
) -> None:
    choices = (
        Choice("again", "1", "try again", ("yes",)),
        Choice("leave", "2", "leave it", ("no", "nothing")),
    )
    situation = Situation("en", Expects("w", "c", choices=choices), date(2026, 11, 23))
    assert understander.understand(Said(text=text), situation).choice == expected
