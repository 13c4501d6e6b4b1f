"""Commands that may be given anywhere, and sentences that only look like one."""

from __future__ import annotations

from datetime import date

import pytest

from flows.expects import Choice, Expects, Slot
from intents import Said, Situation, Understander

TODAY = date(2026, 11, 23)
MENU = Expects(
    "welcome", "choose",
    choices=(Choice("claims", "1", "a claim", ("claim",)), Choice("payments", "2", "payments")),
)  # fmt: skip
QUESTION = Expects("x", "y", slot=Slot("sure", "yes_no"))


def command(understander: Understander, language: str, text: str, expects: Expects = MENU):
    found = understander.understand(Said(text=text), Situation(language, expects, TODAY))
    return (found.command, found.language) if found.language else found.command


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "repeat", "repeat"),
        ("en", "Can you say that again, please?", "repeat"),
        ("en", "I didn't catch that", "repeat"),
        ("en", "pardon?", "repeat"),
        ("en", "repeet that", "repeat"),
        ("en", "slower please", "slower"),
        ("en", "a little faster please", "faster"),
        ("en", "can you speak at normal speed", "faster"),
        ("es", "más rápido, por favor", "faster"),
        ("es", "va muy lento", "faster"),
        ("zh", "请说快一点", "faster"),
        ("zh", "你说得太慢了", "faster"),
        ("zh", "恢复正常速度", "faster"),
        ("en", "could you speak more slowly", "slower"),
        ("en", "you're talking too fast", "slower"),
        ("en", "go back", "back"),
        ("en", "main menu please", "menu"),
        ("en", "start over", "menu"),
        ("en", "operator", "person"),
        ("en", "oprator", "person"),
        ("en", "a human please", "person"),
        ("en", "I want to talk to someone", "person"),
        ("en", "can I speak to a real person please", "person"),
        ("en", "STOP", "stop"),
        ("en", "please stop texting me", "stop"),
        ("en", "hang up", "stop"),
        ("en", "Spanish", ("language", "es")),
        ("en", "in spanish please", ("language", "es")),
        ("en", "do you speak chinese", ("language", "zh")),
        ("en", "change language", "language"),
        ("es", "repita por favor", "repeat"),
        ("es", "no le entendí", "repeat"),
        ("es", "¿Cómo dijo?", "repeat"),
        ("es", "hable más despacio, por favor", "slower"),
        ("es", "volver atrás", "back"),
        ("es", "menú principal", "menu"),
        ("es", "quiero hablar con una persona", "person"),
        ("es", "páseme con un operador", "person"),
        ("es", "operadora", "person"),
        ("es", "no me manden más mensajes", "stop"),
        ("es", "en inglés por favor", ("language", "en")),
        ("zh", "请再说一遍", "repeat"),
        ("zh", "没听清楚", "repeat"),
        ("zh", "请说慢一点", "slower"),
        ("zh", "返回", "back"),
        ("zh", "回到主菜单", "menu"),
        ("zh", "我要找人工", "person"),
        ("zh", "转人工服务", "person"),
        ("zh", "能不能找个人跟我说话", "person"),
        ("zh", "停止", "stop"),
        ("zh", "说英语", ("language", "en")),
    ],
)
def test_commands(understander: Understander, language: str, text: str, expected) -> None:
    assert command(understander, language, text) == expected


@pytest.mark.parametrize("language", ["en", "es", "zh"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("español", ("language", "es")),
        ("espanol por favor", ("language", "es")),
        ("Spanish", ("language", "es")),
        ("中文", ("language", "zh")),
        ("說中文", ("language", "zh")),
        ("说普通话", ("language", "zh")),
        ("chinese", ("language", "zh")),
        ("english please", ("language", "en")),
        ("inglés", ("language", "en")),
        ("英语", ("language", "en")),
        ("operator", "person"),
        ("operador", "person"),
        ("人工", "person"),
        ("stop", "stop"),
        ("停止", "stop"),
    ],
)
def test_understood_in_every_language(
    understander: Understander, language: str, text: str, expected
) -> None:
    assert command(understander, language, text) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my husband stopped working"),
        ("en", "I want to go back to work"),
        ("en", "will my pension stop"),
        ("en", "I want a pension"),
        ("en", "my personal data"),
        ("en", "the person at the office was rude"),
        ("en", "bank"),
        ("en", "can my claim go faster"),
        ("es", "quiero que mi trámite vaya más rápido"),
        ("zh", "能不能快点批我的申请"),
        ("en", "I moved back to my mother"),
        ("en", "someone stole my card"),
        ("en", "I am a Spanish citizen"),
        ("en", "no"),
        ("en", "thank you"),
        ("es", "mi esposo dejó de trabajar"),
        ("es", "quiero volver a trabajar"),
        ("es", "la pensión para mi esposo"),
        ("es", "la persona de la oficina me gritó"),
        ("es", "ciudadano español desde hace años"),
        ("es", "no"),
        ("zh", "我先生停止工作了"),
        ("zh", "我要返回工作"),
        ("zh", "窗口的人态度不好"),
        ("zh", "我是中国人"),
        ("zh", "不"),
        ("zh", "人工关节手术有补助吗"),
    ],
)
def test_no_commands(understander: Understander, language: str, text: str) -> None:
    assert command(understander, language, text) is None
    assert command(understander, language, text, QUESTION) is None


@pytest.mark.parametrize(
    ("keys", "expected"),
    [("*1", "repeat"), ("*2", "slower"), ("*3", "back"), ("*4", "menu"), ("*5", "language"),
     ("*6", "faster"), ("*0", "person"), ("*9", "stop"), ("0", "person"), ("*0#", "person"),
     ("9", None)],
)  # fmt: skip
@pytest.mark.parametrize("written", [False, True])
def test_key_commands(understander: Understander, keys: str, expected, written: bool) -> None:
    said = Said(text=keys) if written else Said(keys=keys)
    assert understander.understand(said, Situation("en", MENU, TODAY)).command == expected


@pytest.mark.parametrize("text", ["1", "１", "١", " 1 ", "1#"])
def test_digits_of_every_script_are_keys(understander: Understander, text: str) -> None:
    found = understander.understand(Said(text=text), Situation("en", MENU, TODAY))
    assert found.choice == "claims"
    assert found.confidence == 1.0


def test_nought_may_be_a_choice(understander: Understander) -> None:
    menu = Expects("x", "y", choices=(Choice("help", "0", "help"),))
    found = understander.understand(Said(keys="0"), Situation("en", menu, TODAY))
    assert (found.choice, found.command) == ("help", None)


def test_a_choice_in_its_own_words_comes_before_a_command(understander: Understander) -> None:
    menu = Expects("x", "y", choices=(Choice("hear", "1", "hear it again", ("again", "repeat")),))
    found = understander.understand(Said(text="repeat please"), Situation("en", menu, TODAY))
    assert (found.choice, found.command) == ("hear", None)
