"""What is heard of examples: real voices, real models."""

import json
import random
from dataclasses import replace

from click.testing import CliRunner

from cli import intents as command
from cli.hearing import VOICES, hear, line
from intents.text import tokens
from intents.wording import wordings
from voice.recogniser import Models


def test_examples_are_heard_as_if_they_were_none():
    (own,) = (wording for wording in wordings() if wording.language == "en")
    examples = {"next_payment": own.intents["next_payment"][:6]}
    heard = list(hear("en", examples, Models(), times=1))
    again = list(hear("en", examples, Models(), times=1))
    assert heard == again
    assert heard, "not every one is heard as it was said"
    for one in heard:
        assert one.intent == "next_payment"
        assert one.said in examples["next_payment"]
        assert one.heard
        assert tokens(one.heard) != tokens(one.said)


def test_every_voice_speaks():
    for voices in VOICES.values():
        for voice in voices:
            assert len(line("1", voice, random.Random(1))) > 6400


def test_the_command_shows_what_is_misheard(monkeypatch):
    (own,) = (wording for wording in wordings() if wording.language == "en")
    few = replace(own, intents={"next_payment": own.intents["next_payment"][:6]})
    monkeypatch.setattr(command, "wordings", lambda: (few,))
    told = CliRunner().invoke(command.intents, ["hear", "--language", "en", "--json"]).output
    rows = [json.loads(row) for row in told.splitlines()]
    assert rows
    assert all(row["intent"] == "next_payment" and row["heard"] for row in rows)
