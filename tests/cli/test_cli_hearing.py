"""What is heard of examples: real voices, real models."""

import json
import random
from dataclasses import replace

from click.testing import CliRunner

from cli import intents as command
from cli.hearing import VOICES, hear, line
from intents.heard import OUTSIDE, Heard, mishearings, write
from intents.text import tokens
from intents.wording import wordings
from voice.recogniser import Models


def test_examples_are_heard_as_if_they_were_none():
    (own,) = (wording for wording in wordings() if wording.language == "en")
    few = replace(
        own,
        listened={"next_payment": own.listened["next_payment"][:6]},
        outside=own.outside[:2],
    )
    found = list(hear(few, Models()))
    assert {one.intent for one in found} == {"next_payment", OUTSIDE}
    said = {"next_payment": few.listened["next_payment"], OUTSIDE: few.outside}
    for one in found:
        assert one.said in said[one.intent]
        assert one.heard
        assert tokens(one.heard) != tokens(one.said)


def test_every_voice_speaks():
    for voices in VOICES.values():
        for voice in voices:
            assert len(line("1", voice, random.Random(1))) > 6400


def test_the_command_shows_what_is_misheard(monkeypatch):
    (own,) = (wording for wording in wordings() if wording.language == "en")
    few = replace(own, listened={"next_payment": own.listened["next_payment"][:6]}, outside=())
    monkeypatch.setattr(command, "wordings", lambda: (few,))
    told = CliRunner().invoke(command.intents, ["hear", "--language", "en", "--json"]).output
    rows = [json.loads(row) for row in told.splitlines()]
    assert rows
    assert all(row["intent"] == "next_payment" and row["heard"] for row in rows)


def test_what_was_heard_is_kept_for_the_examples_of_today(tmp_path):
    (own,) = (wording for wording in wordings() if wording.language == "en")
    said, other = own.intents["next_payment"][:2]
    rows = [
        Heard("next_payment", said, "when is the knacks bay meant"),
        Heard("next_payment", said, "when is the knacks bay meant"),
        Heard("next_payment", other, "meant"),
        Heard("next_payment", other, "the same of both"),
        Heard("complaint", own.intents["complaint"][0], "the same of both"),
        Heard(OUTSIDE, own.outside[0], "what is the bay for"),
        Heard(OUTSIDE, own.outside[1], "the letters"),
        Heard("next_payment", "no example any more", "no sample any more"),
    ]
    write("en", rows, tmp_path)
    assert mishearings(own, tmp_path) == (rows[0], rows[5])
    assert mishearings(own, tmp_path / "nothing") == ()
