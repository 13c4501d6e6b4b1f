"""Everything fixed that a call can hear is known beforehand, and spoken beforehand."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from audio_models.espeak import SynthesiserError
from flows import Library, Meaning, advance, begin
from flows.saying import sayings
from flows.state import Frame
from voice import ahead, rendering
from voice.phrasing import pieces
from voice.prompts import Prompts


def mute(*_, **__):
    raise SynthesiserError("Nobody may speak now.")


@pytest.fixture(scope="module")
def library():
    return Library.load()


def asked(library, language):
    """What is said at every question, and after each of three failures, with speech and by keys."""
    entry = library.handlers["start"]
    menu = Frame(entry.name, entry.header.menu, resume="quiet")
    calls = {prompt.step for prompt in sayings(library, language)}
    for flow in library.flows.values():
        for step in flow.steps.values():
            if step.place not in calls:
                continue  # for texts alone
            paths = {path for _, text in step.texts() for path, _ in text.placeholders()}
            if not step.asks or not paths <= {"choices"}:
                continue  # a value that is missing here would leave half a sentence
            for hears in (frozenset({language}), frozenset()):
                state = begin(library, "voice", language, "+15550100001")
                state = replace(state, frames=(menu, Frame(flow.name, step.name)))
                outcome = advance(library, state, Meaning("start"), hears)
                yield from outcome.says
                for kind in ("silence", "answer", "silence"):
                    if outcome.expects is None:
                        break  # a question that is put once leads on
                    outcome = advance(library, outcome.state, Meaning(kind), hears)
                    yield from outcome.says


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_no_fixed_sentence_of_a_call_is_forgotten(library, language):
    known = {(piece.text, piece.language) for piece in ahead.fixed_pieces(library, language)}
    said = {
        (piece.text, piece.language)
        for prompt in asked(library, language)
        for piece in pieces(prompt)
        if piece.fixed
    }
    assert len(said) > 60
    assert said - known == set()


def test_what_is_spoken_ahead_is_not_spoken_again(tmp_path, monkeypatch):
    small = Library(
        {
            "library/a.yaml": """\
flow: a
title: {en: it}
handles: [start, person, language, stop, no_match, no_input, failure]
start: say
steps:
  say: {say: {en: "Hello {caller}. Good day."}, next: bye}
  bye: {end: conversation, text: {en: Goodbye.}}
""",
            "locales/en.yaml": "slower: Of course.\n",
        }
    )
    prompts = Prompts(tmp_path)
    assert ahead.render(prompts, small) == 6, "three sentences at two paces"
    assert ahead.render(prompts, small) == 0
    monkeypatch.setattr(rendering, "synthesise", mute)
    says = advance(small, begin(small, "voice", "en", "+15550100001"), Meaning("start")).says
    fixed = [piece for prompt in says for piece in prompts.pieces(prompt) if piece.fixed]
    assert [piece.text for piece in fixed] == ["Good day.", "Goodbye."]
    assert all(len(prompts.audio(piece, "slow")) > 2000 for piece in fixed)


@pytest.mark.parametrize(("prepare", "times"), [("on", 1), ("off", 0)])
def test_a_server_may_leave_all_of_it_until_it_is_needed(make_door, prepare, times):
    with patch.object(ahead, "start") as start:
        make_door(prepare=prepare)
    assert start.call_count == times
