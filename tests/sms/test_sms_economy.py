import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sms.economy import ACCENTS, LIMIT, TYPOGRAPHY, economical
from sms.segments import ALPHABET, segments

letters = st.characters(exclude_categories=["Cs"])
lookalikes = st.sampled_from("áíóúñ¿ “”…–\u00a0\u200b.  \n,€中。n\u0303")
texts = st.text(letters | lookalikes, max_size=300) | st.builds(
    lambda part, times: part * times, st.text(letters | lookalikes, max_size=40), st.integers(1, 90)
)


def test_only_characters_outside_the_alphabet_are_replaced_and_by_ones_in_it():
    for table in (TYPOGRAPHY, ACCENTS):
        for code, replacement in table.items():
            assert chr(code) not in ALPHABET
            assert set(replacement) <= ALPHABET
    assert not set("ñÑüÜéÉ") & {chr(code) for code in TYPOGRAPHY | ACCENTS}


@given(texts)
def test_never_more_segments_and_nothing_new_the_second_time(text):
    once = economical(text)
    assert segments(once).count <= segments(text).count
    assert economical(once) == once
    assert len(once.encode("utf-16-le")) // 2 <= LIMIT


@given(st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), max_size=60))
@example("\N{SOFT HYPHEN}")
def test_one_segment_stays_as_it_is(text):
    if segments(text).count <= 1:
        assert economical(text) == text


def test_accents_go_only_when_that_saves_a_segment():
    short = "Su pensión está aprobada."
    assert economical(short) == short
    long = "Su pensión está aprobada. Recibirá el primer pago en su cuenta el 5 de mañana, a las 9."
    assert economical(long) == (
        "Su pension esta aprobada. Recibira el primer pago en su cuenta el 5 de mañana, a las 9."
    )


def test_typography_goes_before_accents_do():
    text = "Él dijo: “¿Cómo?” – " + "a" * 60
    assert "Cómo" in economical(text + "é" * 10 + "中")
    plain = "Tell us – in your own words – about “the claim”… " + "and so on " * 9
    assert economical(plain).startswith('Tell us - in your own words - about "the claim"...')


def test_a_tilde_is_never_lost_even_when_decomposed():
    text = (
        "El an\u0303o pasado usted cotizó doce meses, y el señor Peña también; además cobró un mes."
    )
    assert economical(text).startswith("El año pasado usted cotizo doce meses, y el señor Peña")


@pytest.mark.parametrize("more", ["，“我们”会通知您……", "\u3000请等待—"])
def test_chinese_keeps_its_own_signs(more):
    text = (
        "您的养老金申请已获批准，首笔款项将于五月到账。如有疑问请回复“人工”，或拨打本号码。" * 2
        + more
    )
    assert economical(text) == text


def test_runs_of_whitespace_are_one():
    assert economical("  1\u00a0234,50 \t EUR \n\n  hoy ") == "1 234,50 EUR\nhoy"


def test_cut_at_the_end_of_a_sentence():
    sentence = "This is one of very many sentences. "
    cut = economical(sentence * 60)
    assert cut.endswith("sentences.")
    assert LIMIT - len(sentence) <= len(cut) <= LIMIT
    chinese = economical("这是很长的一段话。" * 300)
    assert chinese.endswith("。")
    assert len(chinese) == LIMIT // 9 * 9


def test_cut_at_a_word_or_anywhere_when_there_is_no_sentence():
    assert economical("word " * 500).endswith("word...")
    assert len(economical("x" * 2000)) == LIMIT
    emoji = economical("😀" * 2000)
    assert emoji == "😀" * 798 + "..."
