"""Whatever a step waits for can be heard: its words are among those of the model."""

import importlib
import random
from functools import cache

import pytest

from audio_models.grammar import fitting
from audio_models.graph import texts, vocabulary
from benefits.country import offices, programmes
from flows.expects import Expects
from flows.library import Library
from flows.steps.ask import Ask
from flows.steps.menu import Menu
from intents.listening import listening
from intents.slots import SLOT_TYPES
from intents.text import spoken
from intents.understood import Option
from intents.wording import wordings

LANGUAGES = ("en", "es", "zh")
WRITTEN_ONLY = {"en": {"k", "n", "u", "y"}, "es": {"s", "xfa"}, "zh": set()}
"""Short forms of text messages, which nobody says."""


@cache
def words(language: str) -> frozenset[str]:
    return frozenset(vocabulary.collect(language).words)


def lists(language: str) -> dict[str, list[Option]]:
    """The names that belong to the language; a list also takes those of the others."""
    return {
        "offices.places": [Option(o["id"], tuple(o["names"][language])) for o in offices()],
        "programmes.names": [Option(n, p.names[language]) for n, p in programmes().items()],
    }


def unheard(phrases, language: str) -> list[str]:
    """The phrases that do not fit, aside from figures and what is only written."""
    spoken = [
        phrase
        for phrase in phrases
        if not any(c.isdigit() and c.isascii() for c in phrase)
        and WRITTEN_ONLY[language].isdisjoint(phrase.split())
    ]
    return [phrase for phrase in spoken if not fitting([phrase], words(language))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_expectation_of_every_flow_can_be_heard(language):
    library = Library.load()
    missing = {}
    steps = 0
    for name, flow in library.flows.items():
        for step_name, step in flow.steps.items():
            slot, choices = None, ()
            if isinstance(step, Ask):
                slot = step.slot
            elif isinstance(step, Menu):
                choices = tuple(o.choice(n, language, "voice") for n, o in step.menu.items())
            else:
                continue
            steps += 1
            waits = Expects(name, step_name, slot, choices)
            phrases = listening(language, waits, lists(language))
            if lost := unheard(phrases, language):
                missing[f"{name}.{step_name}"] = lost
    assert steps > 10
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_and_command_can_be_heard(language):
    (wording,) = [w for w in wordings() if w.language == language]
    intents = dict.fromkeys(wording.intents, ())
    phrases = listening(language, Expects("welcome", "choose", intents=intents, open=True), {})
    assert len(phrases) > 300
    assert not unheard(phrases, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_slot_can_be_heard(language):
    for slot in SLOT_TYPES.values():
        spellings = [spoken(phrase) for phrase in slot.phrases(language, ())]
        assert not unheard(spellings, language), slot


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_dates_and_money_can_be_heard(language):
    rng = random.Random(4)
    said = [texts.sample(language, rng) for _ in range(1000)]
    spoken_digits = [text for text in said if "," in text]
    assert not unheard([text.replace(",", " ") for text in spoken_digits], language)
    module = importlib.import_module(f"audio_models.graph.speech.{language}")
    for kind in (module.digit, module.number, module.date, module.money):
        assert not unheard([kind(rng) for _ in range(300)], language)
