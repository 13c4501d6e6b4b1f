"""What is taken back in an utterance, and where a second wish begins."""

from __future__ import annotations

import pytest

from intents.clauses import FILE, halves, meant, spans
from intents.text import Utterance
from intents.yaml_file import read_yaml


def left(text: str, language: str) -> str:
    return " ".join(meant(Utterance.of(text), language).utterance.words)


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("en", "not the claim, the payment", "the payment"),
        ("en", "not the claim the payment", "the payment"),
        ("en", "not the status of my claim the payment", "the payment"),
        ("en", "it's not about the claim but the payment", "but the payment"),
        ("en", "my claim, I mean my payment", "my payment"),
        ("en", "the claim no I mean the payment", "the payment"),
        ("en", "don't move it, just send me the letter", "just send me the letter"),
        ("en", "a letter rather than a call", "a letter"),
        ("es", "no la quiero cambiar, solo saber la hora", "solo saber la hora"),
        ("es", "una carta en vez de una llamada", "una carta"),
        ("zh", "别寄信，我想打电话", "我 想 打 电 话"),
        ("zh", "寄信而不是打电话", "寄 信"),
        ("en", "I meant March", "march"),
        ("es", "no es eso, es el pago", "es el pago"),
        ("es", "no es el pago, es la solicitud", "es la solicitud"),
        ("es", "no es el pago sino la solicitud", "sino la solicitud"),
        ("es", "la solicitud, digo, el pago", "el pago"),
        ("es", "quise decir marzo", "marzo"),
        ("zh", "不是这个，是付款", "是 付 款"),
        ("zh", "不是付款是申请", "是 申 请"),
        ("zh", "我是说三月", "三 月"),
    ],
)
def test_what_is_taken_back_does_not_count(language: str, text: str, rest: str) -> None:
    assert left(text, language) == rest
    assert meant(Utterance.of(text), language).corrects


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("en", "I have the card, what I need is a letter", "what i need is a letter"),
        ("en", "I'm not cross, on the contrary it was kind", "on the contrary it was kind"),
        ("es", "la carta llegó, lo que falta es el pago", "lo que falta es el pago"),
        ("zh", "卡没丢，我要换的是密码", "我 要 换 的 是 密 码"),
        ("zh", "表交了，是问批了没有", "是 问 批 了 没 有"),
    ],
)  # fmt: skip
def test_what_is_needed_counts_and_not_what_leads_to_it(
    language: str, text: str, rest: str
) -> None:
    assert left(text, language) == rest
    what = meant(Utterance.of(text), language)
    assert what.unsure
    assert not what.marked, "nothing is corrected by it"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I do not know what I need"),
        ("en", "tell me what I need, and where"),
        ("es", "quiero saber lo que debo"),
        ("zh", "我要换银行卡"),
        ("en", "I have not been paid"),
        ("en", "not received my pension"),
        ("en", "my payment did not arrive"),
        ("en", "I do not understand the letter"),
        ("es", "no me llegó el pago"),
        ("es", "no la encuentro"),
        ("es", "todavía no es mi turno"),
        ("zh", "钱没有到账"),
        ("zh", "不是发钱了吗"),
        ("zh", "是不是要预约"),
    ],
)
def test_a_sentence_with_a_no_in_it_stays_whole(language: str, text: str) -> None:
    utterance = Utterance.of(text)
    assert meant(utterance, language).utterance == utterance


@pytest.mark.parametrize(
    ("language", "text"), [("en", "no, not that"), ("es", "no, eso no"), ("zh", "不是这个")]
)
def test_nothing_may_be_left(language: str, text: str) -> None:
    found = meant(Utterance.of(text), language)
    assert found.denied
    assert found.nothing_left


def test_a_no_alone_takes_nothing_back() -> None:
    found = meant(Utterance.of("no, seven"), "en")
    assert (found.refused, found.denied, found.marked) == (True, False, False)
    assert found.utterance.words == ("no", "seven")


def test_clauses_end_at_punctuation_but_not_inside_a_number() -> None:
    assert spans(Utterance.of("it was 1,250.50. why?")) == [(0, 3), (3, 4)]
    assert spans(Utterance.of("看 http://a.b/c,d 吧")) == [(0, 2)]
    assert spans(Utterance.of("")) == []


@pytest.mark.parametrize(
    ("language", "text", "pairs"),
    [
        ("en", "my claim and then my payment", [("my claim", "my payment", True)]),
        ("en", "check my claim, send my money", [("check my claim", "send my money", False)]),
        ("en", "my claim, send my money", []),
        ("en", "I have not moved, check my claim", []),
        ("en", "and my claim", []),
        ("es", "mi pago y también mi cita", [("mi pago", "mi cita", True)]),
        ("zh", "查进度，还有付款", [("查 进 度", "付 款", True)]),
    ],
)
def test_halves(language: str, text: str, pairs: list[tuple[str, str, bool]]) -> None:
    found = [
        (" ".join(half.left.words), " ".join(half.right.words), half.joined)
        for half in halves(Utterance.of(text), language)
    ]
    assert found == pairs


def test_an_endless_list_is_cut_a_few_times_only() -> None:
    assert len(list(halves(Utterance.of("a and " * 40), "en"))) <= 6


def test_every_language_has_every_list() -> None:
    lists = read_yaml(FILE)
    own = {"article", "link", "question", "drop_written"}
    every = {name for words in lists.values() for name in words}
    for language, words in lists.items():
        assert every - words.keys() <= own, language
        assert all(isinstance(phrase, str) for phrases in words.values() for phrase in phrases)
