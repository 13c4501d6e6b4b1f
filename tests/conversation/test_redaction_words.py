"""Words with their times are masked exactly like the text they make."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversation.redaction import MASK, redact, redact_words
from conversation.words import Word, moved

NUMERALS = (
    *("zero", "one", "four", "seven", "oh", "double", "eleven", "forty", "nine"),
    *("cero", "siete", "cuarenta", "once"),
    *("4", "7", "47", "1102", "5550100", "四", "七", "幺", "零"),
)
OTHERS = ("my", "number", "is", "and", "claim", "person", "y", "mi", "编号", "是", "please")
TOKENS = st.one_of(st.sampled_from(NUMERALS), st.sampled_from(OTHERS))


def _words(texts):
    return [Word(text, 0.5 + n % 5 / 10, n / 2, n / 2 + 0.4) for n, text in enumerate(texts)]


def _digits(text):
    return sum(char.isdigit() for char in text)


@settings(deadline=None)
@given(texts=st.lists(TOKENS, max_size=14), between=st.sampled_from((" ", "")))
@example(texts=["one", "two", "three", "four"], between=" ")
@example(texts=["forty", "seven", "eleven"], between=" ")
def test_the_words_say_what_the_text_says(texts, between):
    text = between.join(texts)
    kept = redact_words(text, _words(texts))
    if between:
        assert between.join(word.text for word in kept) == redact(text)
    # Nothing comes back through the side door: what is left is not a long number either way.
    said = between.join(word.text for word in kept)
    assert redact(said) == said
    assert sum(_digits(word.text) for word in kept if word.text != MASK) <= _digits(redact(text))


@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_a_redacted_text_holds_no_long_number(text):
    once = redact(text)
    assert redact(once) == once


@settings(deadline=None)
@given(digits=st.text(alphabet="0123456789", min_size=4, max_size=12))
def test_how_long_a_masked_number_is_cannot_be_told(digits):
    words = _words(["it", "is", *digits, "right"])
    kept = redact_words(" ".join(word.text for word in words), words)
    assert [word.text for word in kept] == ["it", "is", MASK, "right"]
    assert (kept[2].start, kept[2].end) == (words[2].start, words[-2].end)


@pytest.mark.parametrize(
    "text",
    [
        "forty seven eleven",
        "cuarenta y siete once",
        "四十七十一",
        "4 seven 1 eleven",
        "(555) 010-0001",
    ],
)
def test_numbers_said_in_pairs_and_mixed_are_masked(text):
    assert redact(text) == MASK or redact(text) == f"({MASK}"


def test_words_of_another_text_are_left_out():
    assert redact_words("yes please", _words(["no", "thanks"])) == ()


def test_words_are_moved_to_the_time_of_the_call():
    (word,) = moved([Word("yes", 0.9, 0.1, 0.456)], 12)
    assert (word.start, word.end, word.text) == (12.1, 12.46, "yes")
