"""Scores of what a model hears, by the real Vosk and by counting."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio_models import ModelError, bundled
from audio_models.espeak import synthesise
from audio_models.grammar import fitting, lacking
from audio_models.measure import Result, Score, compared, edits, hear, score, tokens
from audio_models.recordings import Recording
from audio_models.resample import resample
from audio_models.transcribe import DIGITS, Heard, Model, Word

SILENCE = np.zeros(800, dtype=np.int16)
WORDS = st.lists(st.sampled_from("abc"), max_size=6)


def recording(text: str, kind: str = "clean", voice: str = "en-us+f4", **more) -> Recording:
    pause = np.zeros(3000, dtype=np.int16)
    speech = synthesise(text, voice, rate=140)
    said = resample(speech.samples, speech.sample_rate)
    return Recording(np.concatenate((pause, said, pause)), text, "en", voice, kind, **more)


def result(text: str, heard: str, grammar=None, confidence=1.0, **more) -> Result:
    words = tuple(Word(word, confidence) for word in heard.split())
    return Result(Recording(SILENCE, text, "en", "s", "k", **more), grammar, Heard(words, 0.01))


@settings(deadline=None)
@given(WORDS, WORDS, WORDS)
def test_edits_are_a_distance(a, b, c):
    assert (edits(a, b) == 0) == (a == b)
    assert edits(a, b) == edits(b, a) <= max(len(a), len(b))
    assert edits(a, c) <= edits(a, b) + edits(b, c)


def test_names_of_the_same_digit_are_one_word():
    assert compared("four oh two", "four zero two")[0] == ["four", "zero", "two"]
    assert edits(*compared("幺三两", "一 三 二")) == 0
    assert edits(*compared("oh dear", "zero dear")) == 1


def test_chinese_is_compared_by_characters():
    assert tokens("查 申请，进度") == list("查申请进度")
    assert tokens("Don’t, [unk] ¿sí?") == ["don't", "sí"]


def test_what_the_grammar_lacks_should_not_be_understood():
    grammar = ("yes", "no", "[unk]")
    assert result("", "", None).outside
    assert not result("maybe", "", None).outside
    assert result("maybe", "", grammar).outside
    assert not result("Yes.", "", grammar).outside


def test_false_accepts_are_counted_apart():
    grammar = ("yes", "[unk]")
    counted = Score()
    counted.add(result("yes", "yes", grammar))
    counted.add(result("", "yes", grammar, 0.95))
    counted.add(result("", "yes", grammar, 0.8))
    counted.add(result("", "yes", grammar, 0.8, threshold=0.7))
    counted.add(result("", "[unk]", grammar))
    assert (counted.utterances, counted.exact_match, counted.word_error_rate) == (1, 1, 0)
    assert counted.false_accept_rate == 0.5
    assert counted.real_time_factor == pytest.approx(0.1)


def test_groups_without_anything_to_count_have_no_rates():
    empty = Score()
    assert empty.exact_match is empty.word_error_rate is empty.false_accept_rate is None


def test_phrases_that_the_model_lacks_are_left_out():
    vocabulary = {"pay", "ment", "是", "的"}
    assert fitting(["pay", "pay day", "是的"], vocabulary) == ["pay", "是 的"]
    assert lacking(["pay", "pay day", "是的", "再见"], vocabulary) == ["day", "再见"]


def test_the_bundled_model_hears_each_group():
    model = Model(bundled("en"))
    said = [
        recording("four seven two", "digits"),
        recording("one oh five", "digits", "en-us+steph2"),
        recording("the weather is lovely today", "outside"),
    ]
    grammar = [*DIGITS["en"], "xylophone", "[unk]"]
    scores = score([hear(model, r, grammar) for r in said], lambda r: r.kind)
    assert scores["digits"].exact_match == 1
    assert scores["digits"].words == 6
    assert 0 < scores["digits"].real_time_factor < 1
    assert scores["outside"].utterances == 0
    assert scores["outside"].outside == 1
    assert hear(model, said[0], None).heard.text


def test_a_broken_model_is_refused(tmp_path):
    with pytest.raises(ModelError):
        Model(tmp_path)
