"""Synthesisers for training: how they spell, with what accents, and in whose voices."""

import random
import subprocess
import sys

import numpy as np
import pytest

from audio_models.graph import phones
from audio_models.train.voices import accents, hibari, kokoro, piper, spelling


def test_an_accent_changes_the_sound_and_keeps_the_label():
    rng = random.Random(3)
    heard = {spelling.spell("three", "en-us", rng)[0].ipa for _ in range(200)}
    assert {"θ", "s", "t"} <= heard
    labels = {tuple(p for x in spelling.spell("three", "en-us", rng) for p in x.phones)}
    assert labels == {("TH", "R", "IY", "SIL")}


def test_a_plain_letter_of_an_accent_is_a_whole_sound():
    """Someone who says "t" for "d" does not say "tj" for the first sound of "January"."""
    heard = {spelling.spell("january", "en-us", random.Random(n))[0].ipa for n in range(300)}
    assert "dʒ" in heard
    assert "tʒ" not in heard


@pytest.mark.parametrize("language", ["en", "es", "cmn"])
def test_every_replacement_of_an_accent_is_a_sound_to_kokoro(language):
    if not kokoro.available():
        pytest.skip("training needs the train extra: this synthesiser is not installed")
    changes = [change for accent in accents.ACCENTS[language] for change in accent]
    assert len(changes) > 10
    for _, said in changes:
        letter = spelling.Letter(said.replace("-", ""))
        assert len(kokoro.spelled([letter], kokoro.vocabulary())) >= len(letter.ipa.strip("ː")) / 2


def test_without_a_generator_there_is_no_accent():
    assert {spelling.spell("three", "en-us")[0].ipa for _ in range(50)} == {"θ"}


def test_marks_that_are_no_sounds_are_left_out():
    assert spelling.spell("i applied two months ago and heard nothing", "en-us")


def test_tones_are_spelled_after_the_syllable():
    ipa = "".join(letter.ipa for letter in spelling.spell("零", "cmn", random.Random(0)))
    assert ipa.rstrip(".").endswith("↗")


@pytest.mark.parametrize("engine", [kokoro, piper, hibari])
def test_a_neural_voice_says_when_it_speaks(engine):
    if not engine.available():
        pytest.skip("training needs the train extra: this synthesiser is not installed")
    spoken = engine.speak("four, nine", "en-us", np.random.default_rng(0))
    assert set(spoken.phones) <= set(phones.OF_LANGUAGE["en"]) | {phones.SILENCE}
    first, last = (int(spoken.ends[i] * 8000) for i in (0, -2))
    level = np.abs(np.pad(spoken.samples.astype(float), 4000))[4000 - 1000 :]
    assert level[first : last + 1000].mean() > 10 * level[: max(1, first - 600)].mean()
    assert level[first : last + 1000].mean() > 10 * level[last + 2000 :].mean()


def test_voices_kept_for_measuring_are_not_those_of_training():
    training, kept = kokoro.voices(None), [kokoro.voices(name) for name in kokoro.HELD_OUT]
    assert len(training.rows) + len(kept) == 54
    for one in kept:
        assert len(one.rows) == 1
        assert np.abs(training.rows - one.rows).mean(axis=(1, 2)).min() > 0.01


def test_a_voice_changes_gradually_with_the_length_of_the_text():
    voices = kokoro.voices(None)
    short, longer, long = (voices.of_length(tokens) for tokens in (26, 32, 38))
    assert short.shape == (46, 256)
    assert np.allclose(short, voices.rows[:, voices.lengths.tolist().index(26)])
    assert (np.abs(longer - (short + long) / 2) <= np.abs(long - short)).all()
    assert np.allclose(voices.of_length(1000), voices.rows[:, -1])


def test_no_spanish_voice_ends_the_process():
    """In one variant espeak-ng does, at this rate and pitch."""
    spoken = (
        "from audio_models.train.voices import espeak_ng;"
        "import numpy as np; rng = np.random.default_rng(1);"
        "print(sum(espeak_ng.speak('ocho cuatro', 'es', rng) is not None for _ in range(400)))"
    )
    done = subprocess.run([sys.executable, "-c", spoken], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "400")
