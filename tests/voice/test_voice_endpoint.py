"""Endpointing on synthetic tracks; a frame is 20 ms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.endpoint import FRAME_S, Endpointer, Timing, VoiceActivity, level_db

TIMING = Timing()


def frames(seconds):
    return range(round(seconds / FRAME_S))


def track(endpointer, seconds, voiced=False, words="", patience="usual"):
    """Seconds until something ended, and what; (None, None) when nothing did."""
    for index in frames(seconds):
        endpointer.frame(voiced, words)
        ended = endpointer.ended(patience)
        if ended:
            return round((index + 1) * FRAME_S, 2), ended
    return None, None


def test_silence_is_no_input_after_six_seconds():
    assert track(Endpointer(TIMING), 10) == (6.0, "silence")


@pytest.mark.parametrize(
    ("patience", "wait"), [("short", 0.46), ("usual", 0.8), ("long", 1.3), ("longest", 2.0)]
)
def test_an_utterance_ends_after_its_silence(patience, wait):
    endpointer = Endpointer(TIMING)
    track(endpointer, 1.0)
    assert track(endpointer, 1.5, voiced=True) == (None, None)
    assert track(endpointer, 3, patience=patience) == (wait, "utterance")


def test_a_pause_within_a_number_does_not_end_it():
    endpointer = Endpointer(TIMING)
    for _ in range(4):
        assert track(endpointer, 0.4, voiced=True, patience="long") == (None, None)
        assert track(endpointer, 1.2, patience="long") == (None, None)


def test_a_click_is_not_speech():
    endpointer = Endpointer(TIMING)
    for _ in range(4):
        track(endpointer, 0.06, voiced=True)
        assert not endpointer.speaking
        track(endpointer, 1.0)
    assert track(endpointer, 6)[1] == "silence"


def test_words_count_even_when_the_energy_is_low():
    endpointer = Endpointer(TIMING)
    track(endpointer, 0.2, words="yes")
    assert endpointer.speaking
    assert track(endpointer, 2, words="yes")[1] == "utterance"


def test_endless_speech_is_cut():
    at, ended = track(Endpointer(TIMING), 30, voiced=True)
    assert ended == "utterance"
    assert at == pytest.approx(20.1, abs=0.1)


def test_dismissed_noise_does_not_reset_the_wait():
    endpointer = Endpointer(TIMING)
    track(endpointer, 3.0)
    track(endpointer, 0.2, voiced=True)
    track(endpointer, 0.9)
    endpointer.dismiss()
    at, ended = track(endpointer, 6)
    assert (at, ended) == (pytest.approx(6 - 4.0, abs=0.1), "silence")


@given(st.lists(st.booleans(), max_size=1500))
def test_every_track_comes_to_an_end(voiced):
    endpointer = Endpointer(TIMING)
    for frame in voiced:
        endpointer.frame(frame, "")
        if endpointer.ended("usual"):
            return
    assert track(endpointer, 6.0 + FRAME_S)[1] in ("silence", "utterance")


def noise(level_dbfs, seconds, seed=0):
    amplitude = 32768 * 10 ** (level_dbfs / 20)
    generator = np.random.default_rng(seed)
    for _ in frames(seconds):
        yield generator.normal(0, amplitude, 160).clip(-32768, 32767).astype(np.int16)


@pytest.mark.parametrize("background", [-75, -60, -50, -40])
def test_voice_is_told_from_steady_noise(background):
    activity = VoiceActivity()
    settled = [activity.frame(level_db(samples)) for samples in noise(background, 4)]
    assert sum(settled[-100:]) == 0
    louder = [activity.frame(level_db(samples)) for samples in noise(background + 30, 0.5, 1)]
    assert sum(louder) >= 20


def test_a_tone_is_not_voice_for_long():
    activity = VoiceActivity()
    for _ in frames(2):
        activity.frame(-70)
    assert sum(activity.frame(-6) for _ in frames(5)) * FRAME_S < 1


def test_digital_silence_and_full_scale_have_a_level():
    assert level_db(np.zeros(160, np.int16)) == -100
    assert level_db(np.full(160, -32768, np.int16)) == pytest.approx(0, abs=0.1)
    assert level_db(np.zeros(0, np.int16)) == -100


# A slower caller --------------------------------------------------------------------------------


def test_who_hears_slowly_gets_more_time_to_answer():
    slow = TIMING.at("slow")
    assert TIMING.at("normal") == TIMING
    endpointer = Endpointer(slow)
    track(endpointer, 1.0, voiced=True)
    assert track(endpointer, 3) == (round(0.8 * TIMING.slower, 2), "utterance")
    assert track(Endpointer(slow), 10) == (round(6 * TIMING.slower, 2), "silence")
    assert slow.end_silence_longest > TIMING.end_silence_longest
    # What has nothing to do with the caller's pace stays.
    assert slow.filler == TIMING.filler
    assert slow.least_speech == TIMING.least_speech
    assert slow.longest_utterance == TIMING.longest_utterance
