"""How well hand-written sentences that are not among the examples are understood.

The floors are what was measured less about two points, so that a change that loses a sentence
or two passes and one that loses many does not. Whoever wrote the sentences wrote the examples
too: the public is harder to understand. Leaving each example out in turn, about 78 in 100 are
understood and 5 misunderstood, and 83 in 100 sentences of no intent are refused.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from flows.expects import Expects
from intents import Said, Situation, Understander
from intents.wording import wordings

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es", "zh")
INTENTS = (
    "claim_status", "next_payment", "nearest_office", "required_documents", "callback_request",
    "office_hours", "question", "greeting", "thanks", "complaint",
)  # fmt: skip
OPEN = Expects("welcome", "choose", intents=dict.fromkeys(INTENTS, ()), open=True)

# By language: sentences understood, sentences misunderstood, and sentences of no intent that
# were (rightly) not understood, as shares.
FLOORS = {"en": (0.87, 0.035, 0.89), "es": (0.85, 0.055, 0.91), "zh": (0.85, 0.10, 0.80)}


def sentences(language: str) -> list[tuple[str, str | None]]:
    lines = (DATA / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["intent"]) for row in map(json.loads, lines)]


def understood(understander: Understander, language: str, text: str) -> str | None:
    situation = Situation(language, OPEN, date(2026, 11, 23))
    found = understander.understand(Said(text=text), situation)
    # A farewell may be taken for thanks or for the wish to stop: both end the conversation.
    return "thanks" if found.command == "stop" else found.command or found.intent


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_understood(understander: Understander, language: str) -> None:
    least, most_wrong, _ = FLOORS[language]
    asked = [(text, intent) for text, intent in sentences(language) if intent]
    heard = [(understood(understander, language, text), intent) for text, intent in asked]
    right = sum(found == intent for found, intent in heard) / len(heard)
    wrong = sum(found not in (intent, None) for found, intent in heard) / len(heard)
    assert right >= least
    assert wrong <= most_wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_sentences_are_not(understander: Understander, language: str) -> None:
    other = [text for text, intent in sentences(language) if intent is None]
    refused = sum(understood(understander, language, text) is None for text in other)
    assert len(other) >= 30
    assert refused / len(other) >= FLOORS[language][2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_enough_sentences(language: str) -> None:
    asked = [intent for _, intent in sentences(language)]
    assert all(asked.count(intent) >= 8 for intent in INTENTS)


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.language)
def test_examples_are_apart_from_the_sentences(wording) -> None:
    examples = {text.casefold() for texts in wording.intents.values() for text in texts}
    assert set(wording.intents) == set(INTENTS)
    assert all(len(texts) >= 15 for texts in wording.intents.values())
    assert not examples & {text.casefold() for text, _ in sentences(wording.language)}


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.language)
def test_data_holds_words_where_yaml_might_read_a_truth_value(wording) -> None:
    groups = [*wording.intents.values(), *wording.commands.values(), *wording.languages.values()]
    phrases = [phrase for group in groups for phrase in group]
    assert all(
        isinstance(item, str)
        for item in [*phrases, *wording.outside, *wording.courtesy, *wording.polite]
    )


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.language)
def test_examples_themselves_are_understood(understander: Understander, wording) -> None:
    pairs = [(text, intent) for intent, texts in wording.intents.items() for text in texts]
    found = [understood(understander, wording.language, text) == intent for text, intent in pairs]
    assert sum(found) / len(found) >= 0.95


def test_keywords_in_capitals(understander: Understander) -> None:
    keywords = {
        "en": {"STATUS": "claim_status", "PAY": "next_payment", "OFFICE": "nearest_office",
               "DOCS": "required_documents", "CALL ME": "callback_request"},
        "es": {"ESTADO": "claim_status", "PAGO": "next_payment", "OFICINA": "nearest_office",
               "DOCUMENTOS": "required_documents"},
        "zh": {"进度": "claim_status", "付款": "next_payment", "办事处": "nearest_office",
               "材料": "required_documents"},
    }  # fmt: skip
    for language, expected in keywords.items():
        found = {word: understood(understander, language, word) for word in expected}
        assert found == expected


def test_candidates_tell_why(understander: Understander) -> None:
    situation = Situation("en", OPEN, date(2026, 11, 23))
    found = understander.understand(Said(text="when will my pension come please"), situation)
    assert found.intent == found.candidates[0].intent == "next_payment"
    assert found.candidates[0].example == "when will my pension come"
    assert len(found.candidates) == 3


def test_only_expected_intents(understander: Understander) -> None:
    expects = Expects("x", "y", intents={"complaint": ()})
    found = understander.understand(
        Said(text="when is my next payment"), Situation("en", expects, date(2026, 11, 23))
    )
    assert found.intent is None
    assert all(candidate.intent == "complaint" for candidate in found.candidates)
