"""Telling the language of a message from its first words."""

from __future__ import annotations

import pytest

from intents import language_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STATUS 12345674", "en"),
        ("ESTADO 123", "es"),
        ("hola", "es"),
        ("hello", "en"),
        ("PAY", "en"),
        ("PAGO", "es"),
        ("进度", "zh"),
        ("進度 12345674", "zh"),
        ("我的STATUS", "zh"),
        ("where is my money", "en"),
        ("wen do i get my mony", "en"),
        ("cuando me pagan", "es"),
        ("ablo espanol nesesito ayuda", "es"),
        ("¿OK?", "es"),
        ("no se", "es"),
        ("ok gracias", "es"),
        ("ok thanks", "en"),
        ("buenos días", "es"),
        ("good morning", "en"),
        ("", None),
        ("12345674", None),
        ("ok", None),
        ("no", None),
        ("Riverton", None),
        ("PENSION", None),
        ("👍", None),
        ("Привет", None),
        ("🙂 1", None),
    ],
)
def test_language_of(text: str, expected: str | None) -> None:
    assert language_of(text) == expected
