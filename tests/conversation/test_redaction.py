"""Long numbers do not stay in a transcript, however they were said."""

import pytest

from conversation.redaction import redact


@pytest.mark.parametrize(
    "text",
    [
        "my number is 234567890",
        "2345 6789-0",
        "+1 555 010 0001",
        "it is four seven one oh double nine",
        "es cuatro siete uno cero",
        "号码是四七一零",
        "四 七 一 零 九",
        "１２３４５",
        "pin ٤٧١٠",
        "I have 5 5 5, 0 1 0, 0 0 0 1",
        "我听到的是四七幺幺，零零幺幺",
    ],
)
def test_long_numbers_are_masked(text):
    redacted = redact(text)
    assert "•••" in redacted
    assert not any(char.isdigit() for char in redacted)
    assert "seven" not in redacted
    assert "siete" not in redacted
    assert "七" not in redacted


@pytest.mark.parametrize("text", ["press 1", "one or two things", "on 28 November", "三月五日", ""])
def test_short_numbers_stay(text):
    assert redact(text) == text


def test_words_around_a_number_stay():
    assert redact("claim 47110001 please") == "claim ••• please"
