"""Recordings of a person take the place of the synthesiser, file by file."""

import os

import numpy as np
import pytest

from audio_models.espeak import SynthesiserError, synthesise
from audio_models.resample import resample
from flows.marked import value
from flows.outcome import Prompt
from voice import mulaw, rendering
from voice.loudness import loudness, trimmed
from voice.phrasing import pieces
from voice.prompts import Prompts
from voice.recorded import Recordings, mark_of
from voice.stretch import stretched
from voice.waves import write_wave

WELCOME = "Hello, this is Benefitline."
NUMBER = f"I have {value('5 5 5, 0 1 0', 'phone')}."


def mute(*_, **__):
    raise SynthesiserError("Nobody may speak now.")


@pytest.fixture
def studio(tmp_path):
    """Where recordings lie; `record` has a person say something."""

    class Studio:
        folder = tmp_path / "recordings"
        prompts = Prompts(tmp_path / "cache", folder)

        def record(self, text, said=None, language="en", loud=0.5, slow="", name="a.b.1."):
            speech = synthesise(said or text, "en-us+f3", 140)
            samples = resample(speech.samples, speech.sample_rate) * loud
            quiet = np.zeros(4000, np.int16)
            file = self.folder / language / f"{name}{mark_of(text, language)}{slow}.wav"
            file.parent.mkdir(parents=True, exist_ok=True)
            whole = np.concatenate([quiet, samples.astype(np.int16), quiet])
            file.write_bytes(write_wave(whole))
            return file

        def hear(self, text, pace="normal", language="en"):
            found = pieces(Prompt.of(text, language, "a.b"))
            return b"".join(self.prompts.audio(piece, pace) for piece in found)

    return Studio()


def samples_of(audio):
    return mulaw.decode(audio).astype(np.float32) / 32768


@pytest.fixture
def no_synthesis(monkeypatch):
    """A voice that only a person has."""
    return lambda: monkeypatch.setattr(rendering, "synthesise", mute)


@pytest.mark.parametrize("loud", [0.02, 0.3, 1.0])
def test_a_recording_is_as_loud_as_the_synthesiser(studio, loud):
    synthetic = loudness(samples_of(studio.hear(WELCOME)))
    studio.record(WELCOME, loud=loud)
    recorded = samples_of(studio.hear(WELCOME))
    assert 20 * abs(np.log10(loudness(recorded) / synthetic)) < 1
    assert np.flatnonzero(np.abs(recorded) > 0.02)[0] < 800, "no silence before the first word"


def test_a_recording_comes_and_goes_without_a_restart(studio):
    synthetic = studio.hear(WELCOME)
    file = studio.record(WELCOME)
    recorded = studio.hear(WELCOME)
    assert recorded != synthetic
    file.write_bytes(studio.record(WELCOME, said="Good morning.").read_bytes())
    os.utime(file, ns=(1, 1))
    assert len(studio.hear(WELCOME)) < len(recorded)
    file.unlink()
    assert studio.hear(WELCOME) == synthetic


def test_the_rest_of_the_name_is_free(studio, no_synthesis):
    studio.record(WELCOME, name="Maria, take 3.")
    no_synthesis()
    assert len(studio.hear(WELCOME)) > 4000


def test_a_recording_of_an_older_text_is_not_used(studio):
    synthetic = studio.hear(WELCOME)
    studio.record("Hello, this is the hotline.")
    assert studio.hear(WELCOME) == synthetic


@pytest.mark.parametrize("content", [b"", b"RIFF....WAVE", write_wave(np.zeros(8000, np.int16))])
def test_a_recording_that_cannot_be_played_is_replaced_by_speech(studio, content):
    synthetic = studio.hear(WELCOME)
    studio.record(WELCOME).write_bytes(content)
    spoken = studio.hear(WELCOME)  # no synthesis is quite like another
    assert abs(len(spoken) - len(synthetic)) < 400
    assert abs(loudness(samples_of(spoken)) - loudness(samples_of(synthetic))) < 0.02


def test_a_recording_is_slowed_down_or_has_a_slow_one(studio, no_synthesis):
    studio.record(WELCOME)
    no_synthesis()
    normal, slow = (studio.hear(WELCOME, pace) for pace in ("normal", "slow"))
    assert len(slow) >= 1.25 * len(normal)
    studio.prompts = Prompts(studio.folder / "none", studio.folder)
    own = studio.folder / "en" / f"x.{mark_of(WELCOME, 'en')}.slow.wav"
    own.write_bytes(write_wave(np.tile([9000, -9000], 20_000).astype(np.int16)))
    assert studio.hear(WELCOME, "slow") != slow
    assert studio.hear(WELCOME, "normal") == normal


def test_a_value_is_put_between_recorded_words(studio):
    synthetic = studio.hear(NUMBER)
    studio.record("I have …", said="I have")
    joined = studio.hear(NUMBER)
    assert joined != synthetic
    sound = samples_of(joined)
    assert len(trimmed(sound)) > 2.0 * 8000, "the number is there"
    silent = np.convolve(sound != 0, np.ones(200), "valid") == 0
    edges = np.flatnonzero(np.diff(silent.astype(int)))
    assert len(edges) >= 4
    assert all(np.abs(sound[edge : edge + 208]).max() < 0.05 for edge in edges), "no click"
    first, rest = sound[:3200], sound[3200:]
    assert 20 * abs(np.log10(loudness(first) / loudness(rest))) < 3, "one level"
    assert studio.hear(NUMBER, "slow") != joined
    assert len(studio.hear(NUMBER, "slow")) >= 1.25 * len(joined)


def test_all_words_around_values_must_be_there(studio):
    text = f"Your {value('pension', '')} comes on {value('Friday', 'date')}."
    synthetic = studio.hear(text)
    studio.record("Your …", said="Your")
    assert studio.hear(text) == synthetic
    studio.record("… comes on …", said="comes on")
    assert studio.hear(text) != synthetic


def test_a_value_is_said_word_by_word_where_all_of_them_are_recorded(studio, no_synthesis):
    studio.record("I have …", said="I have")
    for figure in "501":
        studio.record(figure)
    no_synthesis()
    audio = studio.hear(NUMBER)
    assert len(audio) > 2.5 * 8000


def test_nothing_is_looked_for_outside_the_folder(tmp_path):
    recordings = Recordings(tmp_path)
    assert recordings.version("x", "../..", "normal") == ""
    assert Recordings(None).version("x", "en", "normal") == ""


def test_stretching_keeps_the_pitch():
    tone = np.sin(np.arange(8000) * 2 * np.pi * 200 / 8000).astype(np.float32)
    slow = stretched(tone, 1.33)
    assert len(slow) == round(8000 * 1.33)
    spectrum = np.abs(np.fft.rfft(slow[800:-800]))
    assert abs(np.argmax(spectrum) * 8000 / (len(slow) - 1600) - 200) < 3
    assert 0.9 < np.abs(slow[800:-800]).max() < 1.1
    assert len(stretched(tone[:100], 1.33)) == 100


def test_a_recording_is_read_once_for_all_calls(studio, monkeypatch):
    studio.record(WELCOME)
    audio = studio.hear(WELCOME)
    monkeypatch.setattr("voice.recorded.read_wave", None)
    studio.prompts = Prompts(studio.prompts._cache, studio.folder)
    assert studio.hear(WELCOME) == audio
