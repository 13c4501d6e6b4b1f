"""The sentences in `data/people` have the form that what is measured with them relies on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

PEOPLE = Path(__file__).parent / "data" / "people"
INTENTS = Path(__file__).parents[2] / "intents"
LANGUAGES = ("en", "es", "zh")
WHO = ("old", "hurried", "upset", "spelling", "plain")
LONGEST = {"en": 200, "es": 200, "zh": 80}  # characters: what somebody says in one breath
# A shorter sentence ("lost my card") comes to two writers by chance; a longer one was copied.
TELLING = {"en": 40, "es": 40, "zh": 15}  # characters

OUR_WORDS = {"news"}
"""Intents that people have in the words of a text of ours, and not in words of their own."""


def rows(name: str) -> list[dict[str, Any]]:
    lines = (PEOPLE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def catalogue() -> set[str]:
    return set(yaml.safe_load((INTENTS / "catalogue.yaml").read_text(encoding="utf-8")))


def bare(text: str) -> str:
    """Letters and digits only: what is left when two sentences differ by a comma."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_is_said_by_every_kind_of_person(language: str) -> None:
    said = rows(language)
    intents = Counter(row["intent"] for row in said)
    voices = Counter((row["intent"], row["who"]) for row in said)

    assert set(intents) == (catalogue() - OUR_WORDS) | {"oos"}
    assert {row["who"] for row in said} == set(WHO)
    assert not [intent for intent, count in intents.items() if count < 12]
    assert intents["oos"] >= 150
    assert not [(i, who) for i in intents for who in WHO if voices[i, who] < 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_each_of_their_own_and_of_a_length_that_people_say(language: str) -> None:
    said = rows(language)
    counts = Counter(bare(row["text"]) for row in said)

    assert not [text for text, count in counts.items() if count > 1]
    assert all(row.keys() == {"split", "intent", "text", "who"} for row in said)
    assert {row["split"] for row in said} == {"test"}
    assert not [t for t in (row["text"] for row in said) if t != t.strip() or "\n" in t]
    assert not [r for r in said if not 1 <= len(r["text"]) <= LONGEST[language]]
    hurried = [row["text"] for row in said if row["who"] == "hurried"]
    assert max(len(text.split()) for text in hurried) <= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_was_copied_into_the_examples(language: str) -> None:
    files = sorted((INTENTS / "data").rglob("*.yaml"))
    examples = "\n".join(bare(file.read_text(encoding="utf-8")) for file in files)
    telling = [row["text"] for row in rows(language) if len(row["text"]) >= TELLING[language]]

    assert examples
    assert len(telling) > 200
    assert not [text for text in telling if bare(text) in examples]


@pytest.mark.parametrize(
    ("name", "count", "keys"),
    [
        ("two_wishes", 15, {"lang", "text", "intents"}),
        ("negated", 15, {"lang", "text", "intent", "not"}),
        ("upset", 20, {"lang", "text", "angry", "person"}),
    ],
)
def test_other_sets_hold_as_much_of_every_language(name: str, count: int, keys: set[str]) -> None:
    said = rows(name)

    languages = Counter(row["lang"] for row in said)
    assert set(languages) == set(LANGUAGES)
    assert min(languages.values()) >= count
    assert all(row.keys() == keys for row in said)
    assert len({bare(row["text"]) for row in said}) == len(said)


def test_two_wishes_and_the_wish_turned_down_are_different_intents_of_the_catalogue() -> None:
    pairs = [tuple(row["intents"]) for row in rows("two_wishes")]
    pairs += [(row["intent"], row["not"]) for row in rows("negated")]

    assert all(len(pair) == 2 and len(set(pair)) == 2 for pair in pairs)
    assert {intent for pair in pairs for intent in pair} <= catalogue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_of_the_upset_set_is_calm_and_either_half_may_ask_for_a_person(language: str) -> None:
    said = [row for row in rows("upset") if row["lang"] == language]

    assert sum(row["angry"] for row in said) * 2 == len(said)
    for angry in (True, False):
        assert {row["person"] for row in said if row["angry"] is angry} == {True, False}
