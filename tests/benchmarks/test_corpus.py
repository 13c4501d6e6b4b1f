"""The synthetic measuring corpus holds what its kinds promise."""

import random

import numpy as np
import pytest

from audio_models.grammar import fitting
from audio_models.measure import tokens
from audio_models.recordings import read, write
from audio_models.transcribe import DIGITS
from benchmarks.corpus import KINDS, Voice, held_out, recordings


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_each_kind_is_what_it_is_called(language, tmp_path):
    voices = held_out(language)[:6]
    made = list(recordings(language, voices, 14, random.Random(4)))
    assert write(tmp_path, made) == 14 * len(KINDS)
    found = read(tmp_path)
    assert {r.kind for r in found} == set(KINDS)
    assert {r.speaker for r in found} == {voice.name for voice in voices}
    for recording in found:
        assert recording.language == language
        assert 0.8 < recording.seconds < 20
        assert np.abs(recording.samples).max() > 3000
        match recording.kind:
            case "clean" | "babble-10db":
                assert recording.text
                assert recording.grammar is None
            case "phrase":
                assert set(tokens(recording.text)) <= {
                    token for phrase in recording.grammar for token in tokens(phrase)
                }
            case "digits":
                assert 1 <= len(recording.text.split()) <= 9
                assert set(recording.text.split()) <= set(DIGITS[language])
            case "oov":
                assert recording.text == ""
                assert fitting(recording.grammar, {"[unk]"}) == []


def test_other_voices_can_be_plugged_in_and_a_seed_repeats_everything():
    def say(text: str, rng: random.Random) -> np.ndarray:
        return np.full(800 * len(tokens(text)), rng.randint(100, 9000), dtype=np.int16)

    first, again = (
        list(recordings("en", [Voice("flat", say)], 3, random.Random(7))) for _ in range(2)
    )
    assert [r.text for r in first] == [r.text for r in again]
    assert all((a.samples == b.samples).all() for a, b in zip(first, again, strict=True))
    assert {r.speaker for r in first} == {"flat"}


def test_a_voice_is_not_asked_for_texts_that_are_too_short_for_it():
    def say(text: str, rng: random.Random) -> np.ndarray:
        return np.full(800, 5000, dtype=np.int16)

    voices = [Voice("any", say), Voice("long", say, least=3)]
    made = list(recordings("en", voices, 30, random.Random(7)))
    digits = [r for r in made if r.kind == "digits"]
    assert {r.speaker for r in digits if len(r.text.split()) < 3} == {"any"}
    assert "long" in {r.speaker for r in digits}
