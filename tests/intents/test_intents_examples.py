"""How well sentences are understood that were written apart from the examples.

The floors are what was measured less about two points, so that a change that loses a sentence
or two passes and one that loses many does not.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.people import sentences
from flows.expects import Expects
from intents import Said, Situation, Understander
from intents.examples import FEWEST, catalogue, examined
from intents.subjects import SURE
from intents.text import tokens
from intents.wording import wordings

LANGUAGES = ("en", "es", "zh")
OPEN = {
    wording.language: Expects(
        "welcome", "choose", intents=dict.fromkeys(wording.intents, ()), open=True
    )
    for wording in wordings()
}

# By language: sentences understood, sentences misunderstood, and sentences of no intent that
# were (rightly) not understood, as shares.
FLOORS = {"en": (0.89, 0.07, 0.79), "es": (0.9, 0.055, 0.77), "zh": (0.92, 0.045, 0.77)}


def understood(understander: Understander, language: str, text: str) -> str | None:
    situation = Situation(language, OPEN[language], date(2026, 11, 23))
    found = understander.understand(Said(text=text), situation)
    if found.maybe:
        likelier = found.candidates[0]  # of the two that are asked about
        return likelier.intent if likelier.confidence >= SURE else None
    # A farewell may be taken for thanks or for the wish to stop: both end the conversation.
    return "thanks" if found.command == "stop" else found.command or found.intent


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_understood(understander: Understander, language: str) -> None:
    least, most_wrong, _ = FLOORS[language]
    asked = [one for one in sentences(language) if one.intent]
    heard = [(understood(understander, language, one.text), one.intent) for one in asked]
    right = sum(found == intent for found, intent in heard) / len(heard)
    wrong = sum(found not in (intent, None) for found, intent in heard) / len(heard)
    assert right >= least
    assert wrong <= most_wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_sentences_are_not(understander: Understander, language: str) -> None:
    other = [one.text for one in sentences(language) if one.intent is None]
    refused = sum(understood(understander, language, text) is None for text in other)
    assert len(other) >= 30
    assert refused / len(other) >= FLOORS[language][2]


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.language)
def test_every_intent_of_the_catalogue_has_examples(wording) -> None:
    assert set(wording.intents) == set(catalogue())
    assert all(len(texts) >= FEWEST for texts in wording.intents.values())


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
    pairs = [(text, intent) for intent, texts in wording.intents.items() for text in texts[::15]]
    found = [understood(understander, wording.language, text) == intent for text, intent in pairs]
    assert sum(found) / len(found) >= 0.97


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
    situation = Situation("en", OPEN["en"], date(2026, 11, 23))
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


def test_what_is_spoken_is_not_corrected_like_typing(understander: Understander) -> None:
    situation = Situation("en", OPEN["en"], date(2026, 11, 23))
    typed, spoken = (
        understander.understand(Said("when is my nxet payemnt", spoken=heard), situation)
        for heard in (False, True)
    )
    assert typed.candidates[0].confidence > spoken.candidates[0].confidence


def test_further_examples_are_learnt_from_and_not_listened_for(tmp_path: Path) -> None:
    (tmp_path / "further").mkdir()
    (tmp_path / "xx.yaml").write_text(
        "{intents: {pay: [my money]}, outside: [rain], commands: {}, languages: {},"
        " courtesy: [], polite: []}"
    )
    (tmp_path / "further/xx.yaml").write_text("intents: {pay: [mi muny], pya: [the cash]}")
    (found,) = wordings(tmp_path)
    assert found.intents == {"pay": ["my money", "mi muny"], "pya": ["the cash"]}
    assert found.listened == {"pay": ["my money"]}
    assert found.outside == ["rain"]
    unknown = [one.intent for one in examined(found, {"pay": {}}) if one.kind == "unknown"]
    assert unknown == ["pya"]


def test_what_is_enough_alone_is_of_an_intent_and_no_example_of_another() -> None:
    for wording in wordings():
        meant = {tokens(text): one for one, texts in wording.intents.items() for text in texts}
        for intent, texts in wording.alone.items():
            assert intent in wording.intents
            assert {meant.get(tokens(text), intent) for text in texts} == {intent}
