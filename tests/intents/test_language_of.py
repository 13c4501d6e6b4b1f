"""Telling the language of a message from its first words."""

from __future__ import annotations

import json
from pathlib import Path

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
        ("Привет", "other"),
        ("🙂 1", None),
    ],
)
def test_language_of(text: str, expected: str | None) -> None:
    assert language_of(text) == expected


FILE = Path(__file__).parent / "data" / "languages.jsonl"
MESSAGES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
# Shares told rightly and wrongly, of hand-written first messages (`benchmarks/languages.py`), less
# a message or two. "unlisted" are languages of which there is no word in `other_languages.yaml`.
FLOORS = {
    "en": (0.95, 0.02),
    "es": (0.95, 0.02),
    "zh": (0.95, 0.02),
    "other": (0.93, 0.02),
    "unlisted": (0.5, 0.35),
}


@pytest.mark.parametrize("group", FLOORS)
def test_first_messages(group: str) -> None:
    messages = [row for row in MESSAGES if row.get("group", row["language"]) == group]
    told = [(language_of(row["text"]), row["language"]) for row in messages]
    least, most_wrong = FLOORS[group]
    assert len(messages) >= (60 if group != "unlisted" else 14)
    assert sum(found == language for found, language in told) / len(told) >= least
    assert sum(found not in (language, None) for found, language in told) / len(told) <= most_wrong
