"""Whether a model may take another's place, from counts alone."""

import numpy as np

from audio_models.comparison import LEAST_WORDS, Row, compare, noise_level, table
from audio_models.espeak import synthesise
from audio_models.measure import Result, Score
from audio_models.recordings import Recording
from audio_models.resample import resample
from audio_models.transcribe import Heard, Word


def test_noise_is_heard_as_noise():
    speech = synthesise("three one four one five", "en-us+f4", rate=150)
    pause = np.zeros(2400, dtype=np.int16)
    said = resample(speech.samples, speech.sample_rate)
    samples = np.concatenate((pause, said, pause))
    rng = np.random.default_rng(0)
    power = np.sqrt((samples.astype(float) ** 2).mean())
    for below_db, level in ((40, "quiet"), (5, "noisy")):
        noise = rng.normal(0, power * 10 ** (-below_db / 20), len(samples))
        assert noise_level((samples + noise).clip(-32768, 32767).astype(np.int16)) == level
    assert noise_level(np.zeros(4000, dtype=np.int16)) == "quiet"


def results(said: list[tuple[str, str, str]]) -> list[Result]:
    silence = np.zeros(800, dtype=np.int16)
    return [
        Result(
            Recording(silence, text, "en", speaker, "k"),
            None,
            Heard(tuple(Word(word, 1.0) for word in heard.split())),
        )
        for speaker, text, heard in said
    ]


def test_one_group_served_worse_is_enough_and_tiny_groups_decide_nothing():
    ten = " ".join(["one"] * 10)
    nine = " ".join(["one"] * 9)
    before = results([("ann", ten, nine)] * 2 + [("bob", ten, nine)] * 2 + [("eve", ten, ten)])
    after = results([("ann", ten, ten)] * 2 + [("bob", ten, "")] + [("bob", ten, ten)])
    after += results([("eve", ten, nine)])
    rows = {(row.grouping, row.name): row for row in compare(before, after)}
    assert rows["speaker", "bob"].worse
    assert not rows["speaker", "ann"].worse
    assert rows["language", "en"].worse
    assert not rows["speaker", "eve"].worse
    assert rows["speaker", "eve"].before.words < LEAST_WORDS
    assert "speaker 'bob': 10 errors in 20 words where there were 2" in str(rows["speaker", "bob"])
    shown = table(rows.values(), named=False)
    assert "bob" not in shown
    assert "| speaker 2 | 2 | 20 | 2 | 10 | 0 → 0 |" in shown


def test_more_false_accepts_are_worse_and_chance_can_be_allowed():
    clean, noisy = Score(words=400, errors=10), Score(words=400, errors=13)
    assert Row("kind", "a", clean, noisy).worse
    assert not Row("kind", "a", clean, noisy, allowed=3).worse
    assert Row("kind", "b", Score(outside=30), Score(outside=30, accepted=1)).worse
